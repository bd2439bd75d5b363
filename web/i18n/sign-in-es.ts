import type { signInEn } from './sign-in-en.ts';

export const signInEs: typeof signInEn = {
  title: 'Entrar',
  lead: 'Te enviamos un código por correo. Sin contraseña.',
  email: 'Correo electrónico',
  send: 'Enviar un código',
  invitation: 'Solo con invitación. ¿Aún no la tienes? Pídesela a quien lleva este Rollcall.',
  privacy: 'Tus fotos, trabajos y nombres solo los ves tú.',
  codeTitle: 'Escribe el código',
  sentTo: 'Enviado a',
  mayTake: 'Puede tardar un minuto.',
  code: 'Código',
  go: 'Entrar',
  checking: 'Comprobando el código',
  another: 'Otro correo',
  newCode: 'Enviar otro código',
  newCodeIn: (time) => `Otro código en ${time}`,
  notInvited: '¿Sin invitación?',
  notInvitedText:
    'A un correo que no está en la lista no le llega ningún código. La página es la misma, para que nadie averigüe quién está.',
  expired: 'Entra otra vez',
  expiredLead: 'Tu sesión terminó. Con un código nuevo sigues donde estabas.',
  problems: {
    bad_address: 'Esto no es una dirección de correo.',
    wrong_code: 'Este código no es correcto o ya ha caducado.',
    too_many: 'Demasiados intentos.',
    tooManyWait: (time) => `Demasiados intentos. Otra vez en ${time}.`,
    unreachable: 'Sin conexión. No se envió nada.',
    other: 'No ha funcionado. Inténtalo más tarde.',
  },
  refused: {
    not_invited: 'No estás en la lista',
    not_invitedText: 'A este Rollcall se entra con invitación. Pide a quien lo lleva que añada tu correo.',
    not_accepted: 'Aquí no se acepta tu sesión',
    not_acceptedText: 'Has entrado, pero Rollcall no conoce la clave. Quien lo lleva puede arreglarlo.',
    elsewhere: 'No has entrado',
    elsewhereText:
      'Este Rollcall es para quien ha entrado con su cuenta. Pregunta a quien lo lleva cómo hacerlo.',
  },
  account: 'Tu cuenta',
  signedInAs: 'Has entrado como',
  signOut: 'Salir',
};
