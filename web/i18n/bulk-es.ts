import type { Words } from './en.ts';

const fotos = (n: number, shown: string) => (n === 1 ? `${shown} foto` : `${shown} fotos`);

export const bulkEs: Words['bulk'] = {
  title: (n, shown) => `Renombrar ${fotos(n, shown)}`,
  menu: (shown) => `Renombrar ${shown} fotos…`,
  open: 'Renombrar…',
  lead: 'Usa lo que ya se sabe de cada foto. Gratis, y no se envía nada.',
  leadPhone: 'Gratis, no se envía nada. Puedes deshacerlo después.',
  start: 'Inicio',
  step: 'Paso',
  numberHint: 'Se usa si el patrón lleva un número.',
  paddingAuto: 'Autom.',
  noSeparator: 'Ninguno',
  details: 'Números, longitud máxima y más',
  sameNames: 'Nombres iguales',
  sameChoices: { fail: 'Preguntar', number: 'Numerar', skip: 'Omitir' },
  sameHint: {
    fail: 'No se hace nada hasta que decidas.',
    number: 'La primera se queda el nombre, las demás llevan un número.',
    skip: 'La primera recibe el nombre, las demás conservan el suyo.',
  },
  presets: 'Ajustes guardados y últimos patrones',
  savePreset: 'Guardar ajuste',
  presetName: 'Nombre del ajuste',
  savedPreset: 'Ajuste guardado',
  removePreset: (name) => `Quitar ${name}`,
  lastPatterns: 'Últimos usados',
  noPresets: 'Aún no hay ninguno',
  rows: 'Filas',
  all: 'Todas',
  problems: 'Problemas',
  unchanged: 'Sin cambios',
  leftOut: 'Fuera',
  problemsFirst: 'Problemas primero',
  preview: 'Vista previa',
  table: 'Nombres antiguos y nuevos',
  choose: 'La foto se renombra',
  chooseAll: 'Todas las fotos',
  chooseOne: (name) => `Renombrar ${name}`,
  picture: 'Imagen',
  oldName: 'Nombre antiguo',
  newName: 'Nombre nuevo',
  status: 'Estado',
  edit: (name) => `Editar ${name}`,
  editing: (name) => `Nombre nuevo de ${name}`,
  byHand: 'Editado a mano',
  fromPattern: 'Volver al patrón',
  ok: 'Bien',
  sameAs: (n, shown) => (n === 1 ? `Igual que ${shown} otra` : `Igual que ${shown} otras`),
  tooLong: (shown) => `Sobran ${shown}`,
  noName: 'Sin datos para nombrarla',
  keepsHandName: 'Nombrada a mano',
  nameTaken: 'Nombre ocupado',
  shorten: 'Acortar',
  countOk: (shown) => `${shown} bien`,
  countUnchanged: (shown) => `${shown} sin cambios`,
  countSame: (shown) => `${shown} con el mismo nombre`,
  countTooLong: (shown) => `${shown} demasiado largas`,
  countNoName: (shown) => `${shown} sin nombre`,
  countLeftOut: (shown) => `${shown} fuera`,
  wouldClash: (n, shown) =>
    n === 1 ? `${shown} foto recibiría un nombre ocupado.` : `${shown} fotos recibirían el mismo nombre.`,
  wouldBeTooLong: (n, shown) =>
    n === 1 ? `${shown} nombre es demasiado largo.` : `${shown} nombres son demasiado largos.`,
  wouldBeEmpty: (n, shown) =>
    n === 1
      ? `De ${shown} foto no se sabe nada para este patrón.`
      : `De ${shown} fotos no se sabe nada para este patrón.`,
  tellApart: 'Distinguirlas',
  addNumber: 'Añadirles un número',
  leaveOut: (shown) => `Dejar fuera ${shown}`,
  fixProblems: (n, shown) => (n === 1 ? `Arregla ${shown} problema, o` : `Arregla ${shown} problemas, o`),
  nothingToDo: 'No cambia ningún nombre.',
  loading: 'Leyendo los nombres…',
  loadFailed: 'No se pudieron cargar las fotos. No se hizo nada.',
  apply: (n, shown) => `Renombrar ${fotos(n, shown)}`,
  applying: 'Renombrando…',
  changed: 'La biblioteca ha cambiado',
  changedText: (n, shown) =>
    n === 0
      ? 'Entretanto se renombraron o borraron fotos. No se hizo nada.'
      : n === 1
        ? `Entretanto se renombró o borró ${shown} foto. No se hizo nada.`
        : `Entretanto se renombraron o borraron ${shown} fotos. No se hizo nada.`,
  showNew: 'Ver la vista previa nueva',
  nothingInFilter: 'No hay filas aquí.',
};
