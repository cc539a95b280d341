//! `cargo xtask demo react`: the example shop from a fresh checkout to an address to look at. What a
//! visitor changes there is kept for the next time.

use std::{fs, io::ErrorKind, net::TcpListener, os::unix::process::CommandExt, path::Path, process::Stdio};

use crate::{
    shell::{self, root},
    shop::{FRONT_ENDS, Shop},
};

const USAGE: &str = "\
usage: cargo xtask demo react|vue|svelte [--port N] [--fresh]

  --port N   the port to serve at; 8000 unless told otherwise
  --fresh    forget what was changed in the shop, and seed it anew";

/// Where the shop's data is kept, below the repository's root.
const DATA: &str = "target/demo";

struct Demo<'a> {
    front_end: &'a str,
    port: u16,
    is_fresh: bool,
}

pub fn run(arguments: &[String]) -> Result<(), String> {
    let demo = parse(arguments)?;
    // Said before minutes are spent on building.
    check_port(demo.port)?;
    let shop = Shop::prepare()?;
    let served = shop.build(demo.front_end)?;

    let data = root().join(DATA);
    if demo.is_fresh && data.exists() {
        fs::remove_dir_all(&data).map_err(|error| format!("cannot remove {DATA}: {error}"))?;
    }
    fs::create_dir_all(&data).map_err(|error| format!("cannot make {DATA}: {error}"))?;
    let database = data.join("db.sqlite3");
    let is_seeded = !database.exists();
    if is_seeded {
        seed(&shop, &database)?;
    } else {
        shell::run(shop.manage(&["migrate", "--verbosity=0"]).env("SHOP_DATABASE", &database))?;
    }

    println!("{}", welcome(&demo, is_seeded));
    let address = format!("127.0.0.1:{}", demo.port);
    let mut server = shop.manage(&["runserver", "--noreload", &address]);
    server.env("SHOP_DATABASE", &database).env("SHOP_MEDIA", data.join("media")).env("SHOP_FRONTEND", served);
    server.env("DJANGO_RUNSERVER_HIDE_WARNING", "true");
    // The server takes this process's place, so that Ctrl-C is its to handle and nothing outlives it.
    Err(format!("cannot start the server: {}", server.exec()))
}

fn parse(arguments: &[String]) -> Result<Demo<'_>, String> {
    let [front_end, options @ ..] = arguments else { return Err(USAGE.to_owned()) };
    if !FRONT_ENDS.contains(&front_end.as_str()) {
        return Err(format!("there is no front end {front_end:?}\n\n{USAGE}"));
    }
    let mut demo = Demo { front_end, port: 8000, is_fresh: false };
    let mut options = options.iter().map(String::as_str);
    while let Some(option) = options.next() {
        match option {
            "--fresh" => demo.is_fresh = true,
            "--port" => {
                let port = options.next().unwrap_or_default();
                demo.port = port.parse().map_err(|_| format!("{port:?} is no port\n\n{USAGE}"))?;
            }
            _ => return Err(format!("there is no option {option:?}\n\n{USAGE}")),
        }
    }
    Ok(demo)
}

fn check_port(port: u16) -> Result<(), String> {
    match TcpListener::bind(("127.0.0.1", port)) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            Err(format!("something else is listening at port {port}; choose another one with --port N"))
        }
        Err(error) => Err(format!("cannot listen at port {port}: {error}; choose another one with --port N")),
    }
}

/// Fills a new database, which gets its name once it is whole.
fn seed(shop: &Shop, database: &Path) -> Result<(), String> {
    let unfinished = database.with_extension("unfinished");
    println!("── seeding the shop");
    for arguments in [["migrate", "--verbosity=0"], ["seed", "--verbosity=0"]] {
        shell::run(shop.manage(&arguments).env("SHOP_DATABASE", &unfinished).stdout(Stdio::null()))?;
    }
    fs::rename(&unfinished, database).map_err(|error| format!("cannot write {}: {error}", database.display()))
}

fn welcome(demo: &Demo<'_>, is_seeded: bool) -> String {
    let Demo { front_end, port, .. } = demo;
    let data = if is_seeded {
        format!("The shop is as it was seeded, and keeps in {DATA} what you change")
    } else {
        format!("The shop is as you left it, in {DATA}; `cargo xtask demo {front_end} --fresh` seeds it anew")
    };
    format!(
        "
The {front_end} shop: http://127.0.0.1:{port}/

  ada   has bought things before
  bob   has something in the cart
  sam   works there

Their password is “open sesame”. {data}.
Ctrl-C stops it.
"
    )
}
