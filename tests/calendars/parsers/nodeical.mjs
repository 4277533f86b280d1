// Reads a feed on standard input with node-ical and prints it as JSON; run by npm_packages.py.
// Its argument is the moment before which an occurrence must start, in milliseconds since 1970 UTC.
import { readFileSync } from "node:fs";
import ical from "node-ical";

const window = { from: new Date(0), to: new Date(Number(process.argv[2]) - 1) };
const events = {};
for (const event of Object.values(ical.sync.parseICS(readFileSync(0, "utf8")))) {
  if (event.type !== "VEVENT") continue;
  events[event.uid] = {
    spans: ical.expandRecurringEvent(event, window).map(({ start, end }) => [start.getTime(), end.getTime()]),
    status: event.status,
    all_day: event.datetype === "date",
    summary: event.summary,
    description: event.description ?? "",
    location: event.location ?? "",
  };
}
process.stdout.write(JSON.stringify(events));
