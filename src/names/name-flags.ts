import { cleanText } from './clean-text.ts';
import { hasAddress, hasLink, hasPhone } from './private-details.ts';

/** Why a name should be seen by a person before it is used. */
export type Flag = 'low_confidence' | 'address' | 'phone' | 'instruction' | 'foreign_script' | 'link';

export interface FlagSources {
  readonly title: string;
  readonly subject: string;
  /** Writing read in the picture. */
  readonly text: string;
  readonly confidence: 'high' | 'medium' | 'low';
  /** BCP 47, what was asked for. */
  readonly language: string;
}

/**
 * Tripwires for what a picture should not get into a name unseen. They are no protection (cleaning is); they put a
 * name in front of a person. Shop signs, menus and book titles must pass.
 */
export function nameFlags(sources: FlagSources): Flag[] {
  const { title, subject, text, confidence, language } = sources;
  const texts = [title, subject, text].map((each) => cleanText(each, 2000));
  const some = (test: (text: string) => boolean) => texts.some(test);
  const tests: readonly (readonly [Flag, boolean])[] = [
    ['low_confidence', confidence === 'low'],
    ['address', some(hasAddress)],
    ['phone', some(hasPhone)],
    ['instruction', some(hasInstruction)],
    ['foreign_script', hasForeignScript(title, language)],
    ['link', some(hasLink)],
  ];
  return tests.filter(([, tripped]) => tripped).map(([flag]) => flag);
}

const rulesOfTheModel = '(?:instructions?|prompts?|directions|guidelines|commands)';
const pictures = '(?:file|photo|photograph|image|picture)';
const reglas = '(?:instrucciones|instruccion|indicaciones|ordenes|reglas|comandos)';
const fotos = '(?:foto|fotografia|imagen|archivo|fichero)';

/**
 * On words without accents and punctuation, one space apart; every gap is bounded. A verb alone is ordinary
 * writing ("Please ignore the noise", "Follow the instructions"): it takes the verb and what it is about.
 */
const instructions: readonly RegExp[] = [
  new RegExp(`\\b(?:ignore|disregard|forget|override|bypass) (?:\\w+ ){0,4}${rulesOfTheModel}\\b`, 'u'),
  /\b(?:ignore|disregard|forget) (?:\w+ ){0,2}(?:above|previous|prior) (?:text|rules|messages?|context)\b/u,
  /\b(?:ignore|disregard|forget) (?:everything|all|anything) (?:of the )?(?:above|before|previous)\b/u,
  /\b(?:system prompt|system message|developer message|prompt injection|jailbreak|new instructions)\b/u,
  /\b(?:as an ai (?:\w+ )?(?:model|assistant)|you are (?:now )?(?:an? )?(?:\w+ )?(?:ai|chatbot|llm|language model))\b/u,
  new RegExp(
    `\\b(?:rename|name|call|title|label|save) (?:this|the|that|all|every|each|your|my) (?:\\w+ )?${pictures}s? \\w`,
    'u',
  ),
  /\brename (?:it|this|me|them|everything)? ?(?:to|as)\b/u,
  /\b(?:answer|reply|respond|output) (?:only |just )?(?:with )?(?:only )?(?:the |a |these |this )(?:\w+ )?(?:words?|json|text|name|title)\b/u,
  /\b(?:output|reveal|print|repeat) (?:\w+ ){0,2}(?:prompt|api key|secret key|instructions)\b/u,
  new RegExp(
    `\\b(?:ignora|ignore|ignorad|olvida|olvide|omite|omita|desobedece) (?:\\w+ ){0,4}${reglas}\\b`,
    'u',
  ),
  new RegExp(`\\b(?:haz|haga) caso omiso (?:\\w+ ){0,4}${reglas}\\b`, 'u'),
  /\b(?:ignora|olvida) (?:todo )?lo anterior\b/u,
  /\b(?:prompt|mensaje|instrucciones) del sistema\b|\bnuevas instrucciones\b/u,
  new RegExp(
    `\\b(?:renombra|renombre|nombra|nombre|llama|llame|titula|titule) (?:a )?(?:esta|este|la|el|las|los) ${fotos}s? \\w`,
    'u',
  ),
  /\b(?:eres ahora|ahora eres|a partir de ahora eres|actua como) (?:un |una )?(?:\w+ )?(?:ia|asistente|chatbot|modelo)\b/u,
  /\bresponde (?:solo|solamente|unicamente) con\b/u,
];

function hasInstruction(text: string): boolean {
  const words = text
    .normalize('NFKD')
    .replace(/[\p{M}'\u2019]/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ');
  return instructions.some((pattern) => pattern.test(words));
}

/** Scripts written beside each other in one language. */
const mixedScripts: ReadonlyMap<string, readonly string[]> = new Map([
  ['Jpan', ['Hira', 'Kana', 'Hani']],
  ['Kore', ['Hang', 'Hani']],
  ['Hans', ['Hani', 'Bopo']],
  ['Hant', ['Hani', 'Bopo']],
]);
/** Written in both, whatever the likely one is. */
const twoScripts: ReadonlySet<string> = new Set(['sr', 'bs', 'uz', 'az', 'kk', 'tk', 'ms', 'mn']);

/**
 * A letter of another script in the title, one is enough: `Аpple` with a Cyrillic А. Latin is at home everywhere
 * (brands, units), but a title without any letter of its own script is in the wrong language.
 */
function hasForeignScript(title: string, language: string): boolean {
  const letters = Array.from(cleanText(title).matchAll(/\p{L}/gu), ([letter]) => letter);
  const own = scriptsOf(language);
  if (own === null || letters.length === 0) return false;
  const isOwn = letterTest(own);
  const isKnown = letterTest([...own, 'Latn', 'Zyyy', 'Zinh']);
  return letters.some((letter) => !isKnown.test(letter)) || !letters.some((letter) => isOwn.test(letter));
}

function letterTest(scripts: readonly string[]): RegExp {
  return new RegExp(scripts.map((script) => `\\p{Script_Extensions=${script}}`).join('|'), 'u');
}

/** Null where a language has no usual script, or is none. */
function scriptsOf(language: string): readonly string[] | null {
  try {
    const locale = new Intl.Locale(language).maximize();
    if (locale.script === undefined) return null;
    const scripts = mixedScripts.get(locale.script) ?? [locale.script];
    return twoScripts.has(locale.language) ? [...scripts, 'Latn', 'Cyrl', 'Arab'] : scripts;
  } catch {
    return null;
  }
}
