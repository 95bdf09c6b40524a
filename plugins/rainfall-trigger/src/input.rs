//! From canonical JSON to a cover that can be settled, or the first fault in it.

use crate::cover::{Reading, Terms};
use crate::date::Date;
use crate::json::{Reader, excerpt};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The most rain a day may have: 2,000 mm in tenths. The world record for 24 hours is 1,825 mm.
pub const MAX_READING: u64 = 20_000;
/// The longest window: one year.
pub const MAX_WINDOW_DAYS: u64 = 366;
const MAX_STATION_LENGTH: usize = 64;

/// A cover and the record it is settled on.
pub struct Claim<'a> {
    pub station: &'a str,
    pub terms: Terms,
    pub readings: Vec<Reading>,
}

/// Reads the fields in canonical order, then checks them.
pub fn read(bytes: &[u8]) -> Result<Claim<'_>, String> {
    let mut json = Reader::new(bytes);
    json.expect("{", "input")?;
    let attachment = number(&mut json, "attachment")?;
    json.expect(",", "attachment")?;
    let exhaustion = number(&mut json, "exhaustion")?;
    json.expect(",", "exhaustion")?;
    json.field("series", "series")?;
    let readings = series(&mut json)?;
    json.expect(",", "series")?;
    json.field("station", "station")?;
    let station = json.text("station")?;
    json.expect(",", "station")?;
    let sum_insured = number(&mut json, "sumInsured")?;
    json.expect(",", "sumInsured")?;
    let window_days = number(&mut json, "windowDays")?;
    json.expect("}", "windowDays")?;
    json.end()?;
    check_station(station)?;
    check_window(window_days, readings.len())?;
    check_layer(attachment, exhaustion, window_days)?;
    check_sum(sum_insured)?;
    let terms = Terms { window_days: window_days as usize, attachment, exhaustion, sum_insured };
    Ok(Claim { station, terms, readings })
}

fn number(json: &mut Reader<'_>, name: &str) -> Result<u64, String> {
    json.field(name, name)?;
    json.integer(name)
}

fn series(json: &mut Reader<'_>) -> Result<Vec<Reading>, String> {
    json.expect("[", "series")?;
    let mut readings: Vec<Reading> = Vec::new();
    if json.skip("]") {
        return Ok(readings);
    }
    loop {
        let next = reading(json, &readings)?;
        readings.push(next);
        if json.skip("]") {
            return Ok(readings);
        }
        json.expect(",", "series")?;
    }
}

/// One `{"date":…,"rainfall":…}`, dated the day after the reading before it.
fn reading(json: &mut Reader<'_>, earlier: &[Reading]) -> Result<Reading, String> {
    let item = format!("series[{}]", earlier.len());
    let (date_path, rain_path) = (format!("{item}.date"), format!("{item}.rainfall"));
    json.expect("{", &item)?;
    json.field("date", &date_path)?;
    let text = json.text(&date_path)?;
    let date = Date::parse(text)
        .ok_or_else(|| format!("{date_path} is \"{}\"; send a date of the calendar as YYYY-MM-DD", excerpt(text)))?;
    if let Some(before) = earlier.last()
        && before.date.next() != date
    {
        let due = before.date.next();
        return Err(format!(
            "{date_path} is {date}, but {due} is due; send every day in order, with null where there is no reading"
        ));
    }
    json.expect(",", &item)?;
    json.field("rainfall", &rain_path)?;
    let rainfall = if json.skip("null") { None } else { Some(depth(json, &rain_path)?) };
    json.expect("}", &item)?;
    Ok(Reading { date, rainfall })
}

fn depth(json: &mut Reader<'_>, path: &str) -> Result<u64, String> {
    let depth = json.integer(path)?;
    if depth > MAX_READING {
        return Err(format!(
            "{path} is {depth}; send at most {MAX_READING} tenths of a millimetre, or null if the gauge failed"
        ));
    }
    Ok(depth)
}

fn check_station(station: &str) -> Result<(), String> {
    let fits = (1..=MAX_STATION_LENGTH).contains(&station.len());
    if fits && station.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" -_.:".contains(&byte)) {
        return Ok(());
    }
    Err(format!("station is \"{}\"; send 1 to {MAX_STATION_LENGTH} letters, digits, spaces or -_.:", excerpt(station)))
}

fn check_window(window_days: u64, days: usize) -> Result<(), String> {
    if !(1..=MAX_WINDOW_DAYS).contains(&window_days) {
        return Err(format!("windowDays is {window_days}; send 1 to {MAX_WINDOW_DAYS}"));
    }
    if window_days > days as u64 {
        return Err(format!(
            "windowDays is {window_days}, but series has {days} days; send a longer series or a shorter window"
        ));
    }
    Ok(())
}

fn check_layer(attachment: u64, exhaustion: u64, window_days: u64) -> Result<(), String> {
    if attachment == 0 {
        return Err(String::from("attachment is 0, which no weather misses; send at least 1"));
    }
    if exhaustion <= attachment {
        return Err(format!("exhaustion is {exhaustion}; send more than the attachment, {attachment}"));
    }
    let most = MAX_READING * window_days;
    if exhaustion > most {
        return Err(format!(
            "exhaustion is {exhaustion}; send at most {most}, the most that {window_days} days may have"
        ));
    }
    Ok(())
}

fn check_sum(sum_insured: u64) -> Result<(), String> {
    if sum_insured == 0 {
        return Err(String::from("sumInsured is 0; send at least 1 of the policy's smallest unit"));
    }
    Ok(())
}
