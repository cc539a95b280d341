//! What resources are called, and what fields they may have.

use serde_json::{Value, json};

use super::schema::{
    boolean, capital, choice, decimal, either, formatted, integer, list, map, nullable, number, pair, reference, text,
    with,
};

const AREAS: [&str; 25] = [
    "account",
    "billing",
    "campaign",
    "catalog",
    "course",
    "delivery",
    "device",
    "event",
    "fleet",
    "grant",
    "hiring",
    "inventory",
    "legal",
    "loyalty",
    "maintenance",
    "marketing",
    "payroll",
    "portal",
    "pricing",
    "procurement",
    "project",
    "quality",
    "security",
    "support",
    "workshop",
];

const THINGS: [&str; 20] = [
    "agreement",
    "approval",
    "batch",
    "booking",
    "budget",
    "case",
    "certificate",
    "contract",
    "estimate",
    "incident",
    "invoice",
    "message",
    "order",
    "plan",
    "policy",
    "report",
    "request",
    "review",
    "schedule",
    "ticket",
];

/// Something that an application keeps, and that one context shows.
pub struct Resource {
    pub area: &'static str,
    pub thing: &'static str,
    /// `billing_invoice`
    pub name: String,
    /// `BillingInvoice`
    pub pascal: String,
}

impl Resource {
    pub fn nth(index: usize) -> Self {
        let thing = THINGS[index % THINGS.len()];
        let area = AREAS[index / THINGS.len() % AREAS.len()];
        let mut name = format!("{area}_{thing}");
        let round = index / (THINGS.len() * AREAS.len());
        if round > 0 {
            name += &format!("_{}", round + 1);
        }
        let pascal = name.split('_').map(capital).collect();
        Self { area, thing, name, pascal }
    }

    pub fn component(&self, suffix: &str) -> String {
        format!("{}{suffix}", self.pascal)
    }
}

/// A field that any resource may have.
pub struct Attribute {
    pub name: &'static str,
    pub schema: Value,
    pub default: Option<Value>,
}

fn required(name: &'static str, schema: Value) -> Attribute {
    Attribute { name, schema, default: None }
}

fn described(name: &'static str, schema: Value, description: &str) -> Attribute {
    required(name, with(schema, "description", description))
}

fn defaulted(name: &'static str, schema: Value, default: Value) -> Attribute {
    Attribute { name, schema, default: Some(default) }
}

/// All attributes. A resource takes some of them.
pub fn attributes() -> Vec<Attribute> {
    vec![
        described("reference", with(text(), "maxLength", 32), "The number that customers see on paper."),
        described("subject", with(text(), "maxLength", 200), "One line, shown in lists and in search results."),
        defaulted("notes", nullable(text()), Value::Null),
        described("amount", decimal(), "Net of tax, in the account's own currency."),
        required("currency", reference("Currency")),
        required("quantity", with(integer(), "minimum", 0)),
        described("ratio", with(with(number(), "minimum", 0.0), "maximum", 1.0), "A share of the whole, from 0 to 1."),
        defaulted("is_active", boolean(), json!(true)),
        required("starts_on", formatted("date")),
        defaulted("ends_on", nullable(formatted("date")), Value::Null),
        described("due_at", formatted("date-time"), "After this, reminders go out once a day."),
        defaulted("duration", nullable(formatted("duration")), Value::Null),
        defaulted("website", nullable(with(formatted("uri"), "maxLength", 2083)), Value::Null),
        required("contact_email", formatted("email")),
        described("external_id", formatted("uuid"), "The key in the system that this was imported from."),
        defaulted("tags", list(text()), json!([])),
        described("labels", map(text()), "Free text by key, for integrations; never shown to customers."),
        defaulted("metadata", json!({"additionalProperties": true, "type": "object"}), json!({})),
        required("owner", reference("UserReference")),
        required("assignees", list(reference("UserReference"))),
        defaulted("address", nullable(reference("Address")), Value::Null),
        defaulted("coordinates", nullable(pair(number())), Value::Null),
        described("weights", map(number()), "How much each criterion counts."),
        required("attachments", list(reference("Attachment"))),
        required("priority", reference("Priority")),
        defaulted("visibility", choice(&["private", "team", "public"]), json!("team")),
        required("color", with(text(), "pattern", "^#[0-9a-f]{6}$")),
        required("score", with(with(integer(), "minimum", 0), "maximum", 100)),
        defaulted("time_zone", text(), json!("UTC")),
        defaulted("opens_at", nullable(formatted("time")), Value::Null),
        required("budget", reference("Money")),
        defaulted("discount", either(&[reference("Money"), number(), json!({"type": "null"})]), Value::Null),
        defaulted("approved_by", nullable(reference("UserReference")), Value::Null),
        described("position", integer(), "Where it stands in lists that people sort by hand."),
        required("checksum", with(text(), "pattern", "^[0-9a-f]{64}$")),
        defaulted("is_billable", boolean(), json!(false)),
        required("source_system", choice(&["manual", "import", "api", "migration"])),
        defaulted("cost_center", nullable(with(text(), "maxLength", 16)), Value::Null),
        described("revision", integer(), "Grows by one with every change; send it back to detect conflicts."),
        required("opening_hours", list(pair(formatted("time")))),
    ]
}

pub const STATUSES: [&str; 10] =
    ["draft", "open", "in_review", "approved", "rejected", "on_hold", "scheduled", "done", "cancelled", "archived"];

pub const KINDS: [&str; 9] =
    ["standard", "express", "internal", "external", "recurring", "one_time", "trial", "legacy", "custom"];
