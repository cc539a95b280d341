//! The classes of one resource, as a Django or FastAPI application would declare them.

use serde_json::{Value, json};

use super::{
    random::Random,
    schema::{
        Model, boolean, choice, constant, either, formatted, integer, list, map, nullable, number, reference, text,
        titled, with,
    },
    words::{Attribute, KINDS, Resource, STATUSES, attributes},
};

type Component = (String, Value);

/// What all resources share.
pub fn shared() -> Vec<Component> {
    vec![
        enumeration("Currency", &["EUR", "USD", "GBP", "CHF", "SEK", "PLN", "JPY"], "ISO 4217, as far as we sell."),
        ("Priority".to_owned(), json!({"type": "integer", "enum": [1, 2, 3, 5, 8], "title": "Priority"})),
        Model::new("An amount of money.")
            .field("amount", super::schema::decimal())
            .field("currency", reference("Currency"))
            .build("Money"),
        Model::new("A postal address.")
            .field("lines", list(text()))
            .field("city", text())
            .field("postal_code", text())
            .field("country", with(with(text(), "maxLength", 2), "minLength", 2))
            .optional("region", with(nullable(text()), "default", Value::Null))
            .build("Address"),
        Model::new("As much of a user as others may see.")
            .field("id", integer())
            .field("display_name", text())
            .optional("avatar", with(nullable(formatted("uri")), "default", Value::Null))
            .build("UserReference"),
        Model::new("A file that was uploaded earlier.")
            .field("id", formatted("uuid"))
            .field("file_name", text())
            .field("media_type", text())
            .field("size", integer())
            .field("url", formatted("uri"))
            .build("Attachment"),
        Model::new("Who is asking, and what the application shows to them.")
            .field("signed_in", boolean())
            .field("user", nullable(reference("UserReference")))
            .field("features", map(boolean()))
            .field("locale", text())
            .build("Session"),
        Model::new("One thing that is wrong with a request.")
            .field("loc", list(either(&[text(), integer()])))
            .field("msg", text())
            .field("type", text())
            .build("ValidationError"),
        Model::new("What is wrong with a request.")
            .field("detail", list(reference("ValidationError")))
            .build("HTTPValidationError"),
    ]
}

fn enumeration(name: &str, values: &[&str], description: &str) -> Component {
    (name.to_owned(), with(with(choice(values), "title", name), "description", description))
}

/// All classes of `resource`.
pub fn of(resource: &Resource, random: &mut Random) -> Vec<Component> {
    let mut components = records(resource, random);
    components.extend(pages(resource, random));
    components.extend(events(resource));
    components.extend(changes(resource, random));
    components
}

fn attributed(mut model: Model, attributes: &[&Attribute]) -> Model {
    for attribute in attributes {
        model = match &attribute.default {
            None => model.field(attribute.name, attribute.schema.clone()),
            Some(default) => model.optional(attribute.name, with(attribute.schema.clone(), "default", default.clone())),
        };
    }
    model
}

/// The resource itself and what it is made of.
fn records(resource: &Resource, random: &mut Random) -> Vec<Component> {
    let Resource { thing, area, .. } = resource;
    let of = |suffix: &str| resource.component(suffix);
    let all = attributes();
    let (statuses, kinds) = (random.pick(&STATUSES, 6), random.pick(&KINDS, 5));
    let own: Vec<&str> = statuses.into_iter().copied().collect();
    let kinds: Vec<&str> = kinds.into_iter().copied().collect();
    let main = Model::new(format!("One {thing} of the {area} team, with all that its own page shows."))
        .field("id", integer())
        .field("status", reference(&of("Status")))
        .field("kind", reference(&of("Kind")));
    let main = attributed(main, &random.pick(&all, 10))
        .field("settings", reference(&of("Settings")))
        .field("lines", list(reference(&of("Line"))))
        .field("comments", list(reference(&of("Comment"))))
        .field("created_at", formatted("date-time"))
        .field("created_by", reference("UserReference"))
        .optional("updated_at", with(nullable(formatted("date-time")), "default", Value::Null));
    let line = Model::new(format!("One line of a {thing}.")).field("id", integer()).field("product", text());
    let comment = Model::new(format!("What somebody said about a {thing}."))
        .field("id", integer())
        .field("author", reference("UserReference"))
        .field("text", with(text(), "maxLength", 10_000))
        .field("written_at", formatted("date-time"))
        .field("replies", list(reference(&of("Comment"))));
    vec![
        enumeration(&of("Status"), &own, &format!("How far a {thing} has come.")),
        enumeration(&of("Kind"), &kinds, &format!("Which rules apply to a {thing}.")),
        attributed(Model::new(format!("How a {thing} behaves.")), &random.pick(&all, 4)).build(&of("Settings")),
        attributed(line, &random.pick(&all, 4)).build(&of("Line")),
        comment.build(&of("Comment")),
        main.build(&resource.pascal),
    ]
}

/// What lists and statistics answer.
fn pages(resource: &Resource, random: &mut Random) -> Vec<Component> {
    let Resource { thing, .. } = resource;
    let of = |suffix: &str| resource.component(suffix);
    let entry = Model::new(format!("A row of the list below a {thing}."))
        .field("id", integer())
        .field("line", reference(&of("Line")))
        .field("status", reference(&of("Status")));
    let inline = Model::new("Sums over the row.").field("net", reference("Money")).field("gross", reference("Money"));
    let bucket = Model::new("One bar of the chart.")
        .field("from", formatted("date"))
        .field("until", formatted("date"))
        .field("count", integer())
        .optional("value", with(nullable(number()), "default", Value::Null));
    vec![
        attributed(entry, &random.pick(&attributes(), 5)).field("totals", inline.build("Totals").1).build(&of("Entry")),
        page(&of("Entry")).build(&of("EntryPage")),
        page(&of("Event")).build(&of("EventPage")),
        bucket.build(&of("Bucket")),
        Model::new(format!("How many there were of a {thing}'s entries, and when."))
            .field("buckets", list(reference(&of("Bucket"))))
            .field("by_status", map(integer()))
            .field("by_kind", map(list(reference(&of("Bucket")))))
            .field("median", nullable(number()))
            .build(&of("Statistics")),
        Model::new(format!("What the user who asks may do with a {thing}."))
            .field("may_edit", boolean())
            .field("may_delete", boolean())
            .field("may_share", boolean())
            .field("transitions", list(reference(&of("Status"))))
            .build(&of("Permissions")),
    ]
}

fn page(item: &str) -> Model {
    Model::new("A page of results, and where the next one is.")
        .field("items", list(reference(item)))
        .field("total", integer())
        .field("page", integer())
        .optional("next", with(nullable(formatted("uri")), "default", Value::Null))
}

/// A union that its members' `type` tells apart.
fn events(resource: &Resource) -> Vec<Component> {
    let Resource { thing, .. } = resource;
    let of = |suffix: &str| resource.component(suffix);
    let event = |kind: &str, description: String| {
        Model::new(description)
            .field("type", constant(kind))
            .field("at", formatted("date-time"))
            .field("by", nullable(reference("UserReference")))
    };
    let variants = [("created", "Created"), ("changed", "Changed"), ("commented", "Commented")];
    let union = json!({
        "oneOf": variants.map(|(_, name)| reference(&of(name))),
        "discriminator": {
            "propertyName": "type",
            "mapping": variants.map(|(tag, name)| (tag, format!("#/components/schemas/{}", of(name))))
                .into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        },
        "title": of("Event"),
        "description": format!("Something that happened to a {thing}."),
    });
    vec![
        Model::new("One field before and after.")
            .field("field", text())
            .field("before", json!({}))
            .field("after", json!({}))
            .build(&of("Change")),
        event("created", format!("The {thing} was made.")).field("source", text()).build(&of("Created")),
        event("changed", format!("Fields of the {thing} were changed."))
            .field("changes", list(reference(&of("Change"))))
            .build(&of("Changed")),
        event("commented", format!("Somebody commented on the {thing}."))
            .field("comment", reference(&of("Comment")))
            .build(&of("Commented")),
        (of("Event"), union),
    ]
}

/// What mutations take, answer and fail with.
fn changes(resource: &Resource, random: &mut Random) -> Vec<Component> {
    let Resource { thing, .. } = resource;
    let of = |suffix: &str| resource.component(suffix);
    let key = format!("{thing}_id");
    let all = attributes();
    let draft = Model::new(format!("A {thing} that is about to be made.")).field("kind", reference(&of("Kind")));
    let mut patch = Model::new(format!("The fields of a {thing} that change; the others stay."))
        .field(&key, integer())
        .field("revision", integer());
    for attribute in random.pick(&all, 8) {
        let schema = with(nullable(attribute.schema.clone()), "default", Value::Null);
        patch = patch.optional(attribute.name, schema);
    }
    let condition = Model::new("Holds when a field compares to a value.")
        .field("field", text())
        .field("operator", choice(&["eq", "ne", "lt", "lte", "gt", "gte", "in", "contains"]))
        .field("value", either(&[text(), number(), boolean(), list(text()), json!({"type": "null"})]));
    let conditions = list(either(&[reference(&of("Condition")), reference(&of("Filter"))]));
    let filter = Model::new("Holds when all or any of its parts hold.")
        .field("match", choice(&["all", "any"]))
        .field("conditions", conditions);
    let bulk = Model::new(format!("One change to every {thing} that a filter finds."))
        .field("filter", reference(&of("Filter")))
        .field("status", reference(&of("Status")))
        .optional("dry_run", with(boolean(), "default", true));
    let outcome = Model::new("How many were found, and which of them could not be changed.")
        .field("matched", integer())
        .field("changed", integer())
        .field("failures", map(titled("failure", text())));
    vec![
        attributed(draft, &random.pick(&all, 8)).field("lines", list(reference(&of("Line")))).build(&of("Draft")),
        patch.build(&of("Patch")),
        Model::new(format!("Moves a {thing} on."))
            .field(&key, integer())
            .field("status", reference(&of("Status")))
            .optional("reason", with(nullable(with(text(), "maxLength", 500)), "default", Value::Null))
            .build(&of("Transition")),
        Model::new(format!("Which {thing} to remove.")).field(&key, integer()).build(&of("Removal")),
        condition.build(&of("Condition")),
        filter.build(&of("Filter")),
        bulk.build(&of("BulkChange")),
        outcome.build(&of("BulkOutcome")),
        Model::new(format!("Why the {thing} can't be changed now."))
            .field("locked_by", reference("UserReference"))
            .field("locked_until", formatted("date-time"))
            .build(&of("Locked")),
        Model::new("What the server has in place of what was sent.")
            .field("current", integer())
            .field("fields", list(text()))
            .build(&of("Conflict")),
    ]
}
