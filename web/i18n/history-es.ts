import type { Words } from './en.ts';

const fotos = (n: number, shown: string) => (n === 1 ? `${shown} foto` : `${shown} fotos`);

export const historyEs: Words['history'] = {
  lead: 'Cada trabajo y cada cambio se guarda. Deshaz cualquiera, cuando quieras, en cualquier orden.',
  downloads: 'Los archivos que descargaste conservan sus nombres.',
  show: 'Mostrar',
  filters: { all: 'Todo', renames: 'Cambios', jobs: 'Trabajos' },
  why: {
    job: 'Nombrar con IA',
    template: 'Cambio de nombre',
    hand: 'Nombrada a mano',
    undo: 'Cambio deshecho',
    review: 'Nombres aceptados',
  },
  jobTitle: { rename: 'Nombrar con IA', review: 'Nombrar con IA, por revisar', look: 'Fotos miradas' },
  count: fotos,
  oneName: (old, name) => `${old} a ${name}`,
  andMore: (shown) => `y ${shown} más`,
  wentBack: (n, shown) => (n === 1 ? `${shown} nombre volvió.` : `${shown} nombres volvieron.`),
  stayed: (n, shown) =>
    n === 1 ? `${shown} cambió después y se quedó.` : `${shown} cambiaron después y se quedaron.`,
  stayedDeleted: (n, shown) => (n === 1 ? `${shown} foto está borrada.` : `${shown} fotos están borradas.`),
  numbered: (n, shown) =>
    n === 1
      ? `${shown} nombre antiguo estaba ocupado y volvió con un número.`
      : `${shown} nombres antiguos estaban ocupados y volvieron con un número.`,
  someStayed: (n, shown) => (n === 1 ? `${shown} no pudo volver.` : `${shown} no pudieron volver.`),
  suggested: (shown) => `${shown} propuestas`,
  ready: (shown) => `${shown} listas`,
  named: (shown) => `${shown} con nombre`,
  keptNames: (shown) => `${shown} conservan su nombre`,
  seen: (shown) => `${shown} vistas`,
  priceUnknown: 'precio desconocido',
  review: 'Revisar',
  openPanel: 'Ver en las fotos',
  useSettings: 'Usar estos ajustes otra vez',
  settingsTaken: 'La próxima vez que nombres con IA se usarán estos ajustes',
  undone: 'Deshecho',
  redo: 'Rehacer',
  showNames: 'Ver nombres',
  hideNames: 'Ocultar nombres',
  oldName: 'Nombre antiguo',
  newName: 'Nombre nuevo',
  picture: 'Imagen',
  what: 'Qué se puede hacer',
  nowName: (name) => `Ahora ${name}`,
  deleted: 'Borrada',
  isBack: 'Tiene su nombre antiguo',
  undoThis: 'Deshacer este',
  showMore: 'Ver más',
  showMoreNames: (shown) => `Ver ${shown} más`,
  noNames: 'Este trabajo no cambió ningún nombre.',
  empty: 'Aún no hay nada',
  emptyText: 'Cuando cambien nombres, se verán aquí.',
  failed: 'No se pudo cargar el historial',
};
