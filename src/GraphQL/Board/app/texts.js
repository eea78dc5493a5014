import { addDays, wallClock } from './days.js';

// English as a French town hall would write it: 24-hour times.
const languages = {
  fr: {
    locale: 'fr-FR',
    states: { FREE: 'Libre', RESERVED: 'Réservée', OCCUPIED: 'Occupée', CLOSED: 'Fermée', UNKNOWN: 'État inconnu' },
    kinds: { busy: 'réservée', pending: 'demandée', shared: 'en partie réservée', buffer: 'préparation', closed: 'fermée' },
    time: ({ hour, minute }) => `${hour}\u00a0h\u00a0${two(minute)}`,
    until: { today: (time) => `jusqu’à ${time}`, tomorrow: (time) => `jusqu’à demain ${time}`, later: (day, time) => `jusqu’au ${day}, ${time}` },
    noUntil: 'aucun changement prévu',
    pastUntil: (time) => `changement prévu à ${time}, pas de nouvelles depuis`,
    seats: (taken, total) => `${taken > 0 ? `${taken} sur ` : ''}${total} ${total > 1 ? 'places' : 'place'}`,
    severalNetworks: 'Plusieurs réseaux',
    today: 'Aujourd’hui',
    nothing: 'Rien de réservé aujourd’hui',
    noRooms: 'Aucune salle n’est encore publiée ici.',
    rooms: 'Salles',
    timelineOf: (name) => `Réservations du jour, ${name}`,
    month: {
      title: 'Les 30 derniers jours', open: 'ouvert', booked: 'réservé', used: 'utilisé',
      text: (booked, used) => `${booked} des heures d’ouverture ont été réservées, et ${used} utilisées.`,
      closed: 'Les salles n’ont pas été ouvertes.',
    },
    loading: 'Un instant…',
    lost: (time) => `Pas de connexion. État de ${time}`,
    never: 'Pas de connexion au serveur. Nouvel essai en cours…',
    ago: { now: 'il y a moins d’une minute', unit: (count, unit) => new Intl.RelativeTimeFormat('fr').format(-count, unit) },
    back: 'La connexion est rétablie.',
    problems: {
      parameters: ['Ce lien ne dit pas quoi afficher', 'Ajoutez à l’adresse soit ?venue= et l’identifiant d’un lieu, soit ?inseeCode= et le code Insee d’une commune, par exemple :'],
      noToken: ['Il manque le jeton dans ce lien', 'Le lien doit finir par #token= et un jeton d’écran. Qui gère le serveur en obtient un ainsi :'],
      badToken: ['Le jeton de ce lien a expiré ou n’est pas valable', 'Il en faut un nouveau à la fin du lien, après #token=. Qui gère le serveur l’obtient ainsi :'],
      unknownVenue: ['Ce lieu n’existe pas', 'Vérifiez l’identifiant après ?venue= : c’est le champ id du lieu, par exemple :'],
      unknownCommune: ['Cette commune n’est pas inscrite', 'Vérifiez le code Insee après ?inseeCode= : cinq caractères (ce n’est pas le code postal), par exemple :'],
    },
  },
  en: {
    locale: 'en-GB',
    states: { FREE: 'Free', RESERVED: 'Reserved', OCCUPIED: 'Occupied', CLOSED: 'Closed', UNKNOWN: 'Not known' },
    kinds: { busy: 'reserved', pending: 'requested', shared: 'partly reserved', buffer: 'set-up', closed: 'closed' },
    time: ({ hour, minute }) => `${two(hour)}:${two(minute)}`,
    until: { today: (time) => `until ${time}`, tomorrow: (time) => `until tomorrow, ${time}`, later: (day, time) => `until ${day}, ${time}` },
    noUntil: 'no change foreseen',
    pastUntil: (time) => `due to change at ${time}, no news since`,
    seats: (taken, total) => `${taken > 0 ? `${taken} of ` : ''}${total} ${total > 1 ? 'seats' : 'seat'}`,
    severalNetworks: 'Several networks',
    today: 'Today',
    nothing: 'Nothing booked today',
    noRooms: 'No room has been published here yet.',
    rooms: 'Rooms',
    timelineOf: (name) => `Today’s bookings, ${name}`,
    month: {
      title: 'The last 30 days', open: 'open', booked: 'booked', used: 'used',
      text: (booked, used) => `${booked} of the opening hours were booked, and ${used} used.`,
      closed: 'The rooms were not open.',
    },
    loading: 'One moment…',
    lost: (time) => `No connection. State of ${time}`,
    never: 'No connection to the server. Trying again…',
    ago: { now: 'less than a minute ago', unit: (count, unit) => new Intl.RelativeTimeFormat('en').format(-count, unit) },
    back: 'The connection is back.',
    problems: {
      parameters: ['This link does not say what to show', 'Add to the address either ?venue= with the id of a venue, or ?inseeCode= with the INSEE code of a commune, for example:'],
      noToken: ['The token is missing in this link', 'The link has to end with #token= and a token for screens. Whoever runs the server gets one with:'],
      badToken: ['The token in this link has expired or is not valid', 'It needs a new one at the end of the link, after #token=. Whoever runs the server gets it with:'],
      unknownVenue: ['There is no such venue', 'Check the id after ?venue=: it is the venue’s field id, for example:'],
      unknownCommune: ['This commune is not registered', 'Check the INSEE code after ?inseeCode=: five characters (it is not the postal code), for example:'],
    },
  },
};

const commands = {
  parameters: '/board?inseeCode=36005#token=…',
  noToken: 'dotnet run --project src/Silo -- token --role DISPLAY --valid-for P90D',
  badToken: 'dotnet run --project src/Silo -- token --role DISPLAY --valid-for P90D',
  unknownVenue: '/board?venue=venue-…#token=…',
  unknownCommune: '/board?inseeCode=36005#token=…',
};

/** What the board says, in the first of the browser's languages that it speaks; in French where it speaks none of them. */
export function textsFor(preferred) {
  const language = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag in languages) ?? 'fr';
  return texts(language, languages[language]);
}

function texts(language, words) {
  const timeOf = (instant, timeZone) => words.time(wallClock(instant, timeZone));
  const dayText = (instant, timeZone, options) => new Intl.DateTimeFormat(words.locale, { timeZone, ...options }).format(instant);
  const percent = (share) => new Intl.NumberFormat(words.locale, { style: 'percent' }).format(share);
  return {
    ...words,
    language,
    timeOf,
    /** The clock in the corner. */
    clock: (instant, timeZone) => {
      const { hour, minute } = wallClock(instant, timeZone);
      return `${two(hour)}:${two(minute)}`;
    },
    date: (instant, timeZone) => dayText(instant, timeZone, { weekday: 'long', day: 'numeric', month: 'long' }),
    /** Until when something holds, seen from now. */
    untilText: (until, now, timeZone) => {
      if (until === null) return words.noUntil;
      const [today, then] = [wallClock(now, timeZone).date, wallClock(until, timeZone).date];
      const time = timeOf(until, timeZone);
      if (then === today) return words.until.today(time);
      if (then === addDays(today, 1)) return words.until.tomorrow(time);
      return words.until.later(dayText(until, timeZone, { weekday: 'long', day: 'numeric', month: 'long' }), time);
    },
    /** A bar of the timeline, for those who do not see it. */
    barText: ({ start, end, kind, network, seatsTaken }, seats, timeZone) =>
      [`${timeOf(start, timeZone)} – ${timeOf(end, timeZone)}`, words.kinds[kind], network, seatsTaken > 0 ? words.seats(seatsTaken, seats) : null]
        .filter(Boolean).join(', '),
    /** How long ago, in whole minutes, hours or days. */
    agoText: (milliseconds) => {
      const minutes = Math.floor(milliseconds / 60_000);
      if (minutes < 1) return words.ago.now;
      if (minutes < 60) return words.ago.unit(minutes, 'minute');
      return minutes < 48 * 60 ? words.ago.unit(Math.floor(minutes / 60), 'hour') : words.ago.unit(Math.floor(minutes / 1440), 'day');
    },
    monthText: ({ openHours, bookedHours, usedHours }) => openHours > 0
      ? words.month.text(percent(bookedHours / openHours), percent(usedHours / openHours))
      : words.month.closed,
    /** What is wrong with the link, what to do, and what to type. */
    problem: (name) => ({ title: words.problems[name][0], advice: words.problems[name][1], command: commands[name] }),
  };
}

function two(number) {
  return String(number).padStart(2, '0');
}
