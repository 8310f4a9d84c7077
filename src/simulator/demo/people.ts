// Invented people in any number, the same ones for the same seed. No person, number or address here is real.
import type { User } from '../world/world.js';

const firstNames =
  'Amelia Ben Chloé Dmitri Efua Farid Grace Hana Idris Jürgen Kasia Liam Małgorzata Noor Oisín Priya Quentin Rosa Søren Tomasz Una Víctor Wanjiru Xiu Yusuf Zoë Agnès Björn Cait Dafydd Elif Fionn Giulia Håkon Ines Jack Kofi Lucía Mei Nadia'.split(
    ' ',
  );
const lastNames =
  "Abara Baker Castellanos Dąbrowska Evans Fischer Grønlund Hughes Ito Jansen Kowalczyk Łódzki Müller Nakamura O'Brien Petrović Quinn Rossi Šimek Thornton Ueda Vásquez Whitfield Xu Yıldız Zieliński Adeyemi Blackwood Çelik D'Souza Egerton Fairweather García Hadley Ibsen Jovanović Kaur Lindqvist Marchetti Novák".split(
    ' ',
  );

/** Pseudo-random numbers from 0 up to 1; good enough to deal out names, and the same for ever. */
export function dice(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** How to make the people of a group. */
interface Crowd {
  readonly count: number;
  readonly domain: string;
  /** Begins every user id: `campus` gives `campus-0001@…`. */
  readonly tag: string;
  readonly random: () => number;
  /** The number of the n-th person, from 0; undefined for those without. */
  readonly numberOf: (at: number) => string | undefined;
  readonly departments: readonly string[];
  /** Packs of one person, drawn by lot. */
  readonly packsOf: (lot: number) => readonly string[];
  /** Services that some have besides. */
  readonly extras: readonly string[];
}

/** So many people. One in forty has a number that is switched off. */
export function crowd(options: Crowd): User[] {
  const { count, domain, tag, random, departments, packsOf, extras } = options;
  const pick = <T>(list: readonly T[]) => list[Math.floor(random() * list.length)];
  return Array.from({ length: count }, (_, at) => {
    const phoneNumber = options.numberOf(at);
    const isOff = random() < 0.025;
    const department = pick(departments);
    const extra = random() < 0.2 ? pick(extras) : undefined;
    return {
      userId: `${tag}-${String(at + 1).padStart(4, '0')}@${domain}`,
      lastName: pick(lastNames) ?? 'Baker',
      firstName: pick(firstNames) ?? 'Ben',
      ...(phoneNumber === undefined ? {} : { phoneNumber }),
      ...(phoneNumber !== undefined && isOff ? { phoneNumberActivated: false } : {}),
      extension: String(2000 + at),
      ...(department === undefined ? {} : { department }),
      servicePacks: packsOf(random()),
      ...(extra === undefined ? {} : { services: [extra] }),
    };
  });
}
