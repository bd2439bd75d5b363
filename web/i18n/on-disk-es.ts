import type { Words } from './en.ts';
import { fotos } from './photo-count-es.ts';

const carpetas = (n: number, shown: string): string =>
  n === 1 ? `${shown} subcarpeta` : `${shown} subcarpetas`;

export const onDiskEs: Words['onDisk'] = {
  wayIn: 'O cambia los nombres de archivos donde están',
  menu: 'Cambiar nombres donde están los archivos…',
  menuFolder: (folder) => `Cambiar en el disco los nombres de ${folder}`,
  title: 'Cambiar los nombres de esta carpeta',
  startTitle: 'Cambiar los nombres donde están los archivos',
  startLead:
    'Elige una carpeta de este equipo. Las fotos se leen donde están; no se sube ni se copia nada. Los nombres en el disco cambian solo cuando lo dices, y pueden volver atrás.',
  notOffered: 'Aquí no se ofrece',
  notOfferedText:
    'Solo un Rollcall que funciona en tu propio equipo cambia nombres donde están los archivos.',
  unknown: 'Rollcall ya no conoce esta carpeta',
  unknownText: 'Sus archivos están como estaban. Elígela otra vez para seguir.',
  lastOpened: 'Abiertas hace poco',
  photosIn: (n, shown) => fotos(n, shown),
  withSubfolders: (count, n, shown) => `${count}, con ${carpetas(n, shown)}`,
  otherFolder: 'Otra carpeta',
  actions: 'Acciones de esta carpeta',
  readAgain: 'Leer otra vez',
  forget: 'Olvidar esta carpeta…',
  forgetTitle: (folder) => `¿Olvidar ${folder}?`,
  forgetText:
    'Sus fotos pasan a Eliminadas y se guardan allí 30 días. Los archivos de tu disco quedan como están, con sus nombres.',
  forgetIt: 'Olvidarla',
  forgotten: (folder) => `${folder} está olvidada`,
  reading: (read, found) => `Leyendo ${read} de ${found}`,
  looking: 'Leyendo la carpeta',
  loading: 'Cargando',
  loadFailed: 'No se pudo cargar la carpeta',
  empty: 'No hay fotos en esta carpeta',
  emptyText: 'Se leen JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF y RAW de cámara, también en subcarpetas.',
  nothingInFilter: 'Aquí no hay archivos.',
  gone: 'Esta carpeta no está ahora',
  goneText:
    'Se movió o cambió de nombre, o su disco no está conectado. Los nombres dados en Rollcall se conservan.',
  notAllowed: 'Rollcall no puede leer esta carpeta',
  notAllowedText: 'Permítelo en los ajustes de este equipo y vuelve a leerla.',
  unreadable: 'Esta carpeta no se puede leer ahora',
  filters: {
    label: 'Filtro',
    toRename: 'Por cambiar',
    done: 'Ya hechos',
    problems: 'Problemas',
    all: 'Todos',
  },
  sort: 'Orden',
  sorts: { taken: 'Fecha, primero las antiguas', name: 'Nombre en el disco', to: 'Nombre nuevo' },
  table: 'Nombres en el disco y nombres nuevos',
  tickAll: 'Cambiar todos estos',
  tick: (name) => `Cambiar ${name}`,
  picture: 'Imagen',
  nameOnDisk: 'Ahora en el disco',
  newName: 'Nombre nuevo',
  sidecars: 'Anexos',
  status: 'Estado',
  was: 'Era',
  ready: 'Listo',
  leftOutByYou: 'Fuera',
  done: 'Hecho',
  doneOn: (day) => `Hecho, ${day}`,
  unnamed: 'Aún sin nombre',
  becomes: 'pasa a ser',
  isNow: 'tiene su nombre',
  problem: {
    changed_since: 'Cambió después',
    name_taken: 'Nombre ocupado',
    gone: 'No está ahora',
    open_elsewhere: 'Abierto aparte',
    not_allowed: 'No permitido',
    illegal_here: 'Aquí no es posible',
    same_photo: 'La misma foto',
    not_read: 'No leído',
  },
  region: 'Carpeta en el disco',
  nothingChanged: 'Nada ha cambiado aún en el disco',
  allDone: 'Los nombres están en el disco',
  noNames: 'Las fotos aún no tienen nombre',
  lead: 'Las fotos se leen donde están, en este equipo. No se sube ni se copia nada. Solo cambian los nombres.',
  leadNoNames:
    'Primero cada foto recibe un nombre, solo en Rollcall. Después ves cada nombre viejo y nuevo, y los aplicas al disco.',
  toRename: 'Por cambiar',
  follow: (shown) => `${shown} los siguen`,
  noSidecars: 'Ninguno',
  alreadyDone: 'Ya hechos',
  pattern: 'Patrón',
  seenBy: (model) => `visto por ${model}`,
  seenHere: 'visto en este equipo',
  byHand: 'Nombrado a mano',
  change: 'Cambiar',
  changeNames: 'Cambiar los nombres',
  aiRename: (n, shown) => `Nombrar con IA, ${fotos(n, shown)}`,
  withoutName: (n, shown) =>
    n === 1 ? `${shown} foto aún no tiene nombre` : `${shown} fotos aún no tienen nombre`,
  apply: (n, shown) => `Aplicar al disco, ${fotos(n, shown)}`,
  applyNothing: 'Aplicar al disco',
  applying: 'Cambiando nombres…',
  cannotApply: {
    nothing: 'No cambiaría ningún archivo.',
    problem: 'La carpeta no se puede leer ahora.',
    reading: 'La carpeta aún se está leyendo.',
    undoing: 'Ahora mismo hay nombres volviendo atrás.',
  },
  withSidecars: (n, shown, kinds) =>
    n === 1 ? `Con su anexo (${kinds}).` : `Con sus ${shown} anexos (${kinds}).`,
  listKept: 'En esta carpeta se guarda una lista de nombres viejos y nuevos.',
  leftOut: {
    you: (n, shown) =>
      n === 1 ? `${shown} archivo lo dejas fuera tú.` : `${shown} archivos los dejas fuera tú.`,
    changed_since: (n, shown) =>
      n === 1
        ? `${shown} archivo queda fuera, cambió después de leerlo.`
        : `${shown} archivos quedan fuera, cambiaron después de leerlos.`,
    name_taken: (n, shown) =>
      n === 1
        ? `${shown} archivo queda fuera, su nombre nuevo está ocupado.`
        : `${shown} archivos quedan fuera, sus nombres nuevos están ocupados.`,
    gone: (n, shown) =>
      n === 1
        ? `${shown} archivo queda fuera, no está ahora.`
        : `${shown} archivos quedan fuera, no están ahora.`,
    open_elsewhere: (n, shown) =>
      n === 1
        ? `${shown} archivo queda fuera, está abierto en otro programa.`
        : `${shown} archivos quedan fuera, están abiertos en otros programas.`,
    not_allowed: (n, shown) =>
      n === 1
        ? `${shown} archivo queda fuera, Rollcall no puede cambiar su nombre.`
        : `${shown} archivos quedan fuera, Rollcall no puede cambiar sus nombres.`,
    illegal_here: (n, shown) =>
      n === 1
        ? `${shown} archivo queda fuera, este disco no permite su nombre nuevo.`
        : `${shown} archivos quedan fuera, este disco no permite sus nombres nuevos.`,
    same_photo: (n, shown) =>
      n === 1
        ? `${shown} archivo queda fuera, es la misma foto que otro.`
        : `${shown} archivos quedan fuera, son las mismas fotos que otros.`,
    not_read: (n, shown) =>
      n === 1
        ? `${shown} archivo queda fuera, no se pudo leer.`
        : `${shown} archivos quedan fuera, no se pudieron leer.`,
  },
  notRead: (n, shown) =>
    n === 1 ? `${shown} archivo no se pudo leer` : `${shown} archivos no se pudieron leer`,
  changed: 'La carpeta cambió',
  changedText: 'Entretanto cambiaron nombres o archivos. No se hizo nada. Esta es la lista nueva.',
  renamed: (n, shown) =>
    n === 1 ? `${shown} archivo tiene nombre nuevo` : `${shown} archivos tienen nombre nuevo`,
  nothingRenamed: 'No cambió ningún archivo',
  runs: 'Lo que ya se hizo',
  andSidecars: (n, shown) => (n === 1 ? `y ${shown} anexo` : `y ${shown} anexos`),
  canGoBack: (shown) => (shown === '1' ? `${shown} puede volver` : `${shown} pueden volver`),
  noneGoesBack: 'ninguno puede volver',
  stays: {
    changed_since: (n, shown) => (n === 1 ? `${shown} cambió después` : `${shown} cambiaron después`),
    name_taken: (n, shown) =>
      n === 1 ? `${shown} nombre viejo está ocupado` : `${shown} nombres viejos están ocupados`,
    gone: (n, shown) => (n === 1 ? `${shown} no está ahora` : `${shown} no están ahora`),
    open_elsewhere: (n, shown) =>
      n === 1 ? `${shown} está abierto en otro sitio` : `${shown} están abiertos en otro sitio`,
    not_allowed: (n, shown) => (n === 1 ? `${shown} no se puede cambiar` : `${shown} no se pueden cambiar`),
    other: (n, shown) => (n === 1 ? `${shown} tiene que quedar` : `${shown} tienen que quedar`),
  },
  undo: 'Deshacer en disco',
  undoing: 'Volviendo…',
  undoQuestion: (n, shown) =>
    n === 1
      ? `¿Devolver a ${shown} archivo su nombre viejo?`
      : `¿Devolver a ${shown} archivos sus nombres viejos?`,
  undone: 'Deshecho',
  wentBack: (n, shown) => (n === 1 ? `${shown} nombre volvió` : `${shown} nombres volvieron`),
  gotBack: (n, shown) =>
    n === 1
      ? `${shown} archivo tiene otra vez su nombre viejo`
      : `${shown} archivos tienen otra vez su nombre viejo`,
  nothingBack: 'Ningún nombre pudo volver',
  more: (shown) => `y ${shown} más`,
  showPanel: 'Lo que se hará',
  choose: {
    title: 'Elegir una carpeta',
    lead: 'Las fotos se leen donde están. No se sube nada y nada cambia en el disco.',
    path: 'Ruta',
    goTo: 'Ir',
    up: 'Carpeta de arriba',
    places: 'Lugares',
    folders: 'Carpetas',
    noFolders: 'No tiene carpetas.',
    photosHere: (n, shown) => (n === 0 ? 'Aquí no hay fotos' : `${fotos(n, shown)} aquí`),
    alsoSubfolders: 'Las subcarpetas también se leen.',
    use: (folder) => `Abrir ${folder}`,
    usePlain: 'Abrir esta carpeta',
    using: 'Abriendo…',
    problems: {
      not_a_folder: 'No hay tal carpeta.',
      not_allowed: 'Rollcall no puede leer esta carpeta.',
      gone: 'Esa carpeta no está ahora.',
    },
  },
};
