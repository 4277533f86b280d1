// Reads a feed on standard input with ical.js and prints it as JSON; run by npm_packages.py.
// Its argument is the moment before which an occurrence must start, in milliseconds since 1970 UTC.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const until = Number(process.argv[2]);
const instant = (time) =>
  time.isDate ? Date.UTC(time.year, time.month - 1, time.day) : time.toUnixTime() * 1000;

function spansOf(event) {
  if (!event.isRecurring()) {
    const span = [instant(event.startDate), instant(event.endDate)];
    return span[0] < until ? [span] : [];
  }
  const spans = [];
  const next = event.iterator();
  for (let time = next.next(); time && instant(time) < until; time = next.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(time);
    spans.push([instant(startDate), instant(endDate)]);
  }
  return spans;
}

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const events = {};
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  events[event.uid] = {
    spans: spansOf(event),
    status: component.getFirstPropertyValue("status"),
    all_day: event.startDate.isDate,
    summary: event.summary,
    description: event.description ?? "",
    location: event.location ?? "",
  };
}
process.stdout.write(JSON.stringify(events));
