// Times of day and days, in the zone that the server names, else in that of the browser.
import { locale, t } from "./texts.js";

let timeZone;

export function setZone(name) {
  timeZone = name || undefined;
}

export const clock = (seconds) => new Date(seconds * 1000).toLocaleTimeString(locale(), { timeZone, hour: "2-digit", minute: "2-digit" });

const dayOf = (moment) => Date.parse(moment.toLocaleDateString("en-CA", { timeZone }));

export function dayName(seconds) {
  const date = new Date(seconds * 1000), day = dayOf(date), today = dayOf(new Date());
  if (day === today) return t("today");
  if (day === today - 864e5) return t("yesterday");
  const more = new Date(day).getUTCFullYear() === new Date(today).getUTCFullYear() ? {} : { year: "numeric" };
  return date.toLocaleDateString(locale(), { timeZone, month: "long", day: "numeric", ...more });
}
