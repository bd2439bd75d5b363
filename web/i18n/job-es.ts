import type { Words } from './en.ts';
import { fotos } from './photo-count-es.ts';

export const jobEs: Words['job'] = {
  region: 'Trabajo',
  naming: (n, shown) => `Nombrando ${fotos(n, shown)}`,
  namedOf: (done, total) => `${done} de ${total} fotos nombradas`,
  stoppedTitle: (total) => `Ninguna de ${total} fotos se pudo nombrar`,
  phase: {
    pending: 'A punto de empezar',
    looking: 'Mirando las fotos',
    waiting: 'Esperando al proveedor',
    paused: 'En pausa',
    pausedFor: {
      bad_key: 'En pausa: clave no aceptada',
      no_credit: 'En pausa: sin saldo',
      budget_reached: 'En pausa: límite alcanzado',
      model_unavailable: 'En pausa: falta el modelo',
      provider_unreachable: 'En pausa: sin respuesta',
      config: 'En pausa: sin configurar',
    },
    pausing: (n) => `En pausa, ${n} acabando`,
    done: 'Hecho',
    canceled: 'Cancelado',
    stopped: 'Parado: fallaron todas las fotos',
  },
  of: (total) => `de ${total}`,
  ofPlain: (done, total) => `${done} de ${total}`,
  countNamed: (n) => `${n} nombradas`,
  countFailed: (n) => `${n} con error`,
  countLooking: (n) => `${n} mirándose`,
  countWaiting: (n) => `${n} en espera`,
  countSkipped: (n) => `${n} omitidas`,
  countCanceled: (n) => `${n} sin mirar`,
  countReview: (n) => `${n} por revisar`,
  remaining: 'Quedan',
  rate: 'Ritmo',
  rateValue: (n) => `${n} por min`,
  rateWaiting: 'en espera',
  timeLeft: 'Falta',
  runningFor: 'En marcha',
  took: 'Duró',
  costSoFar: 'Coste hasta ahora',
  cost: 'Coste',
  alreadySeen: 'Ya miradas',
  seenFree: (n) => `${n}, gratis`,
  none: '–',
  progress: 'Progreso del trabajo',
  pause: 'Pausar',
  continue: 'Seguir',
  cancel: 'Cancelar',
  stopHere: (names, shown) =>
    names === 0
      ? '¿Parar aquí?'
      : names === 1
        ? '¿Parar aquí? El nombre nuevo se conserva.'
        : `¿Parar aquí? Los ${shown} nombres nuevos se conservan.`,
  stop: 'Parar',
  goOn: 'No parar',
  tellMe: 'Avisarme cuando acabe',
  tellDenied: 'El navegador no permite avisos de esta página.',
  latest: 'Últimos nombres',
  noNamesYet: 'Los nombres aparecen aquí según llegan.',
  failedTitle: (n) => `${n} con error`,
  skippedTitle: (n) => `${n} omitidas`,
  skippedNames: {
    already_named: (name) => `${name} ya tenía nombre.`,
    named_by_hand: (name) => `${name} se nombró a mano.`,
    nothing_known: (name) => `De ${name} no se sabe nada.`,
    renamed_since: (name) => `${name} cambió de nombre entretanto.`,
    same_name: (name) => `${name} tendría el nombre de otra.`,
    in_another_job: (name) => `${name} está en otro trabajo.`,
    other: (name) => `${name} se dejó como estaba.`,
  },
  andMore: (n) => `y ${n} más.`,
  retry: (n) => `Reintentar ${n}`,
  download: (n) => `Descargar ${n}`,
  undoRenames: 'Deshacer nombres',
  renamesUndone: 'Nombres deshechos',
  sameNames: 'Los nombres son los mismos de antes',
  keepOld: (n, shown) => (n === 1 ? `${shown} conserva su nombre.` : `${shown} conservan su nombre.`),
  fold: 'Plegar el panel del trabajo',
  open: 'Abrir el panel del trabajo',
  close: 'Cerrar el panel del trabajo',
  copyId: 'Copiar el id del trabajo',
  copiedId: 'Id del trabajo copiado',
  continuesIn: (time) => `Sigue en ${time}`,
  slowDown: (provider) =>
    `${provider} pidió ir más despacio. No se pierde nada ni cuenta como error. Puedes cerrar esta pestaña.`,
  pausedAt: (done, total) => `Trabajo en pausa en ${done} de ${total}.`,
  namesKept: (n, shown) =>
    n === 0
      ? 'No se pierde nada.'
      : n === 1
        ? 'El nombre nuevo se conserva.'
        : `Los ${shown} nombres nuevos se conservan.`,
  reason: {
    bad_key: 'La clave no fue aceptada',
    no_credit: 'Tu cuenta del proveedor no tiene saldo',
    budget_reached: 'Se alcanzó el límite de gasto',
    model_unavailable: 'El modelo no está disponible',
    provider_unreachable: (provider) => `${provider} no responde`,
    config: 'La configuración no es correcta',
  },
  changeKey: 'Cambiar la clave',
  reasonHelp: {
    bad_key: 'Cambia la clave y continúa.',
    no_credit: 'Añade saldo y sigue.',
    budget_reached: 'Sigue para pasarlo, o cancela.',
    model_unavailable: 'Comprueba que el modelo está ahí y continúa.',
    provider_unreachable: (provider) => `Sigue por sí sola cuando ${provider} vuelva.`,
    config: 'Revisa cómo está configurado y continúa.',
  },
  basicResult: (done, total) => `${done} de ${total} nombradas`,
  basicResultText: (n, shown) => (n === 1 ? `${shown} necesita un modelo.` : `${shown} necesitan un modelo.`),
  needLook: (n, shown) => (n === 1 ? `${shown} nombre por revisar` : `${shown} nombres por revisar`),
  needLookText: 'Están propuestos en las tarjetas, sin aplicar.',
  renamed: (n, shown) => (n === 1 ? `${shown} foto renombrada` : `${shown} fotos renombradas`),
  undone: (n, shown) =>
    n === 0
      ? 'Ningún nombre pudo volver'
      : n === 1
        ? `${shown} foto recuperó su nombre`
        : `${shown} fotos recuperaron su nombre`,
  titleRunning: (done, total) => `${done} de ${total}`,
  titleDone: (n) => `${n} nombradas`,
  titlePaused: 'En pausa',
  titleWaiting: 'En espera',
  otherJobs: 'Otros trabajos',
  announce: (named, failed, remaining) => `${named} nombradas, ${failed} con error, quedan ${remaining}`,
  notifyText: (done, total) => `${done} de ${total} fotos nombradas`,
  stripRemaining: (n) => `quedan ${n}`,
};
