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
    json.expect("{", &"input")?;
    let attachment = number(&mut json, "attachment")?;
    json.expect(",", &"attachment")?;
    let exhaustion = number(&mut json, "exhaustion")?;
    json.expect(",", &"exhaustion")?;
    json.field("series", &"series")?;
    let readings = series(&mut json)?;
    json.expect(",", &"series")?;
    json.field("station", &"station")?;
    let station = json.text(&"station")?;
    json.expect(",", &"station")?;
    let sum_insured = number(&mut json, "sumInsured")?;
    json.expect(",", &"sumInsured")?;
    let window_days = number(&mut json, "windowDays")?;
    json.expect("}", &"windowDays")?;
    json.end()?;
    check_station(station)?;
    check_window(window_days, readings.len())?;
    check_layer(attachment, exhaustion, window_days)?;
    check_sum(sum_insured)?;
    let terms = Terms { window_days: window_days as usize, attachment, exhaustion, sum_insured };
    Ok(Claim { station, terms, readings })
}

fn number(json: &mut Reader<'_>, name: &str) -> Result<u64, String> {
    json.field(name, &name)?;
    json.integer(&name)
}

fn series(json: &mut Reader<'_>) -> Result<Vec<Reading>, String> {
    json.expect("[", &"series")?;
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
        json.expect(",", &"series")?;
    }
}

/// Where a reading stands, as `series[3]` or `series[3].date`. Its text is made only for a message.
struct Place(usize, &'static str);

impl core::fmt::Display for Place {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "series[{}]{}", self.0, self.1)
    }
}

/// One `{"date":…,"rainfall":…}`, dated the day after the reading before it.
fn reading(json: &mut Reader<'_>, earlier: &[Reading]) -> Result<Reading, String> {
    let item = Place(earlier.len(), "");
    json.expect("{", &item)?;
    let date = day(json, &Place(item.0, ".date"))?;
    if let Some(due) = earlier.last().map(|before| before.date.next())
        && due != date
    {
        return Err(format!(
            "{item}.date is {date}, but {due} is due; send every day in order, with null where there is no reading"
        ));
    }
    json.expect(",", &item)?;
    let rainfall = depth(json, &Place(item.0, ".rainfall"))?;
    json.expect("}", &item)?;
    Ok(Reading { date, rainfall })
}

fn day(json: &mut Reader<'_>, path: &Place) -> Result<Date, String> {
    json.field("date", path)?;
    let text = json.text(path)?;
    Date::parse(text)
        .ok_or_else(|| format!("{path} is \"{}\"; send a date of the calendar as YYYY-MM-DD", excerpt(text)))
}

fn depth(json: &mut Reader<'_>, path: &Place) -> Result<Option<u64>, String> {
    json.field("rainfall", path)?;
    if json.skip("null") {
        return Ok(None);
    }
    let depth = json.integer(path)?;
    if depth > MAX_READING {
        return Err(format!(
            "{path} is {depth}; send at most {MAX_READING} tenths of a millimetre, or null if the gauge failed"
        ));
    }
    Ok(Some(depth))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(replace: &str, with: &str) -> String {
        let text = r#"{"attachment":5,"exhaustion":9,"series":[{"date":"2012-02-28","rainfall":3},{"date":"2012-02-29","rainfall":null}],"station":"S-1","sumInsured":7,"windowDays":2}"#;
        assert!(read(text.as_bytes()).is_ok() && text.contains(replace));
        read(text.replace(replace, with).as_bytes()).err().expect("a fault")
    }

    #[test]
    fn names_the_field_the_value_and_the_way_out() {
        assert_eq!(
            fault("02-29", "03-01"),
            "series[1].date is 2012-03-01, but 2012-02-29 is due; send every day in order, with null where there is no reading"
        );
        assert_eq!(
            fault("02-29", "02-30"),
            "series[1].date is \"2012-02-30\"; send a date of the calendar as YYYY-MM-DD"
        );
        assert_eq!(
            fault("l\":3", "l\":-3"),
            "series[0].rainfall is -3; send a whole number from 0 to 9007199254740991"
        );
        assert_eq!(
            fault("l\":3", "l\":20001"),
            "series[0].rainfall is 20001; send at most 20000 tenths of a millimetre, or null if the gauge failed"
        );
        assert_eq!(fault("t\":5", "t\":0"), "attachment is 0, which no weather misses; send at least 1");
        assert_eq!(fault("n\":9", "n\":5"), "exhaustion is 5; send more than the attachment, 5");
        assert_eq!(
            fault("n\":9", "n\":40001"),
            "exhaustion is 40001; send at most 40000, the most that 2 days may have"
        );
        assert_eq!(fault("d\":7", "d\":0"), "sumInsured is 0; send at least 1 of the policy's smallest unit");
        assert_eq!(fault("s\":2}", "s\":0}"), "windowDays is 0; send 1 to 366");
        assert_eq!(
            fault("s\":2}", "s\":3}"),
            "windowDays is 3, but series has 2 days; send a longer series or a shorter window"
        );
        assert_eq!(fault("S-1", "S\u{e9}"), "station is \"S\u{e9}\"; send 1 to 64 letters, digits, spaces or -_.:");
    }

    #[test]
    fn refuses_other_spellings_missing_fields_and_trailing_bytes() {
        assert!(fault("{\"attachment\":5,", "{").starts_with("attachment: expected this field at byte 1"));
        assert!(fault(",\"station\"", ", \"station\"").starts_with("station: expected this field"));
        assert!(fault("2}", "2,\"x\":1}").starts_with("windowDays: expected }"));
        assert!(fault("2}", "2}\n").starts_with("input: "));
    }
}
