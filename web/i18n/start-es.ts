import type { Words } from './en.ts';
import { fotos } from './photo-count-es.ts';

export const startEs: Words['start'] = {
  title: 'Cada foto responde a su nombre',
  lead: 'Aún no hay nada. Añade fotos y cada una recibe un nombre que dice lo que se sabe de ella.',
  dropZone: 'Soltar fotos',
  drop: 'Suelta aquí una carpeta o fotos',
  chooseFolder: 'Elegir una carpeta',
  choosePhotos: 'Elegir fotos',
  formats: 'JPEG, PNG, WebP, AVIF, HEIC, TIFF, GIF y RAW de cámara. Hasta 10.000 a la vez.',
  formatsInBrowser: 'JPEG, PNG, WebP, AVIF, HEIC, GIF y DNG. Hasta 10.000 a la vez.',
  step1: 'Añade tus fotos',
  step1Text: 'Nombres como DSC_0413 sirven. Las carpetas se conservan.',
  step2: 'Pulsa Nombrar con IA',
  step2Text: 'Cada foto se mira una vez, en segundo plano.',
  step3: 'Comprueba y descarga',
  step3Text: 'Cambia cualquier nombre, deshaz cuando quieras, llévate un ZIP.',
  example: 'Halcón en vuelo ante un acantilado',
  withModel: 'Con un modelo:',
  namerBasic: 'Nombres: en este equipo, básicos',
  namerBasicText:
    'A partir de la fecha, el lugar y lo más sencillo. Un modelo conectado dice lo que muestra la foto.',
  namerModel: (model, provider) => `Nombres: ${model}, ${provider}`,
  namerModelText: 'Recibe una copia pequeña de cada foto cuando pulsas Nombrar con IA.',
  privacy:
    'Las fotos se quedan en este equipo. Si conectas un modelo, recibe una copia pequeña de cada foto. Los originales no se cambian nunca.',
  dropNow: (n, shown) => `Suelta para añadir ${fotos(n, shown)}`,
  dropAnything: 'Suelta para añadir',
};
