/** One thing that is recognised: how sure the detector has to be, and how much of the picture it has to fill. */
export interface ThingClass {
  readonly label: Label;
  /** 0 to 1; from the detector's score. */
  readonly least: number;
  /** Part of the picture, 0 to 1: what is far away is not what a picture is of. */
  readonly area: number;
  /**
   * A hedgehog scores 0.69 as a bear, a lemur 0.58 as a sheep, a bison 0.56 as a cow, a gnu 0.78 as a horse: the
   * detector knows no others. Below `least`, but not below this, it is an animal and no more is said.
   */
  readonly leastAnimal?: number;
}

export type Label =
  | 'person'
  | 'animal'
  | 'bicycle'
  | 'car'
  | 'motorcycle'
  | 'airplane'
  | 'bus'
  | 'train'
  | 'truck'
  | 'boat'
  | 'traffic_light'
  | 'bench'
  | 'bird'
  | 'cat'
  | 'dog'
  | 'horse'
  | 'sheep'
  | 'cow'
  | 'elephant'
  | 'bear'
  | 'zebra'
  | 'giraffe'
  | 'umbrella'
  | 'backpack'
  | 'suitcase'
  | 'bottle'
  | 'glass'
  | 'cup'
  | 'banana'
  | 'pizza'
  | 'donut'
  | 'couch'
  | 'potted_plant'
  | 'bed'
  | 'toilet'
  | 'screen'
  | 'laptop'
  | 'keyboard'
  | 'teddy_bear';

/** By the detector's own number (COCO, 80 classes from 0); what is not here is never said, it is wrong too often. */
export const thingClasses: ReadonlyMap<number, ThingClass> = new Map(
  Object.entries({
    0: ['person', 0.5, 0.03],
    1: ['bicycle', 0.5, 0.03],
    2: ['car', 0.5, 0.03],
    3: ['motorcycle', 0.5, 0.03],
    4: ['airplane', 0.5, 0.03],
    5: ['bus', 0.55, 0.05],
    6: ['train', 0.6, 0.05],
    7: ['truck', 0.6, 0.05],
    8: ['boat', 0.45, 0.03],
    9: ['traffic_light', 0.65, 0.03],
    13: ['bench', 0.6, 0.05],
    // A fish scores 0.51 as a bird.
    14: ['bird', 0.55, 0.02],
    15: ['cat', 0.4, 0.03],
    16: ['dog', 0.48, 0.03],
    17: ['horse', 0.8, 0.03, 0.55],
    18: ['sheep', 0.7, 0.03, 0.55],
    19: ['cow', 0.7, 0.03, 0.55],
    20: ['elephant', 0.6, 0.03],
    21: ['bear', 0.75, 0.05, 0.55],
    22: ['zebra', 0.6, 0.03],
    23: ['giraffe', 0.6, 0.03],
    24: ['backpack', 0.65, 0.05],
    25: ['umbrella', 0.6, 0.05],
    28: ['suitcase', 0.65, 0.05],
    39: ['bottle', 0.6, 0.05],
    40: ['glass', 0.5, 0.05],
    41: ['cup', 0.5, 0.05],
    46: ['banana', 0.65, 0.05],
    53: ['pizza', 0.55, 0.08],
    54: ['donut', 0.65, 0.05],
    57: ['couch', 0.55, 0.1],
    58: ['potted_plant', 0.65, 0.08],
    59: ['bed', 0.6, 0.15],
    61: ['toilet', 0.65, 0.05],
    62: ['screen', 0.48, 0.08],
    63: ['laptop', 0.55, 0.05],
    66: ['keyboard', 0.6, 0.05],
    77: ['teddy_bear', 0.65, 0.05],
  } satisfies Record<number, readonly [Label, number, number, number?]>).map(
    ([number, [label, least, area, leastAnimal]]) =>
      [
        Number(number),
        { label, least, area, ...(leastAnimal === undefined ? {} : { leastAnimal }) },
      ] as const,
  ),
);
