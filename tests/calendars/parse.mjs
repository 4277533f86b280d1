// A feed on stdin, as ical.js reads it, as JSON: {instants: {uid: [[start, end], ...]}, texts: {uid: [summary,
// description, location]}}. Times in milliseconds since 1970 UTC. The argument is the moment, in the same unit, before which an occurrence must start. Days count as UTC.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const until = Number(process.argv[2]);
const instant = (time) =>
  time.isDate ? Date.UTC(time.year, time.month - 1, time.day) : time.toUnixTime() * 1000;

const calendar = new ICAL.Component(ICAL.parse(readFileSync(0, "utf8")));
const instants = {};
const texts = {};
for (const component of calendar.getAllSubcomponents("vevent")) {
  const event = new ICAL.Event(component);
  const spans = (instants[event.uid] ??= []);
  texts[event.uid] = [event.summary, event.description ?? "", event.location ?? ""];
  if (!event.isRecurring()) {
    if (instant(event.startDate) < until) spans.push([instant(event.startDate), instant(event.endDate)]);
    continue;
  }
  const next = event.iterator();
  for (let time = next.next(); time && instant(time) < until; time = next.next()) {
    const { startDate, endDate } = event.getOccurrenceDetails(time);
    spans.push([instant(startDate), instant(endDate)]);
  }
}
process.stdout.write(JSON.stringify({ instants, texts }));
