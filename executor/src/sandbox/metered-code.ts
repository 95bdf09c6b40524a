import { blockType, PREFIX_FACTOR, readInstruction, readLocals } from "./instructions.ts";
import {
  ADDED_GLOBALS,
  giveDepth,
  type MeterLocals,
  paySize,
  paySteps,
  returnDepth,
  takeDepth,
} from "./meter-snippets.ts";
import { ModuleReader, UnfitModule } from "./module-reader.ts";
import { type Arity, arityOf, type ModuleShape } from "./module-shape.ts";
import { leb } from "./module-writer.ts";
import { computes, stackEffect } from "./stack-effects.ts";
import { sizeShift, weightOf } from "./step-weights.ts";

/** Regions up to this weight are paid with the region around them: a check would cost more than it makes exact. */
const SMALL_REGION = 8;
/** Bytes of the engine's stack that a frame takes besides its values, and for each of them. */
const FRAME_BYTES = 128;
const VALUE_BYTES = 8;
/**
 * And for each computation that every way to a place passes: the engine keeps its value across a call where it finds the same
 * computed behind it, which takes at least two computations.
 */
const COMPUTED_BYTES = 4;
/** Frames of functions without calls that aren't counted: there is one of them at a time. */
const SMALL_LEAF_BYTES = 4_096;
/** Locals are cleared when a function starts. */
const LOCALS_PER_STEP = 4;

const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const ELSE = 0x05;
const END = 0x0b;
const TRY_TABLE = 0x1f;
const GLOBALS: ReadonlySet<number> = new Set([0x23, 0x24]);
const DIRECT_CALLS: ReadonlySet<number> = new Set([0x10, 0x12]);
const CALLS_BY_TYPE: ReadonlySet<number> = new Set([0x11, 0x13, 0x14, 0x15]);
const CALLS_FOR_RETURN: ReadonlySet<number> = new Set([0x12, 0x13, 0x15]);
/** unreachable, throw, throw_ref, br, br_table, return, and the calls in place of a return. */
const LEAVING: ReadonlySet<number> = new Set([0x00, 0x08, 0x0a, 0x0c, 0x0e, 0x0f, ...CALLS_FOR_RETURN]);
/** br, br_if, br_on_null, br_on_non_null. */
const BRANCHES: ReadonlySet<number> = new Set([0x0c, 0x0d, 0xd5, 0xd6]);
const BRANCH_TABLE = 0x0e;
const VECTORS = 0xfd * PREFIX_FACTOR;
const EMPTY_BLOCK = 0x40;
const ADDED_LOCALS = [1, 0x7e, 2, 0x7f];

/** Code that is paid at its head. A small one may be paid with the one around it; a loop's may not. */
type Region = { weight: number; readonly outer: Region | undefined; readonly loop: boolean };
type Block = {
  readonly opcode: number;
  /** Operands below it. */
  readonly base: number;
  readonly arity: Arity;
  /** The region around it. */
  readonly region: Region;
  /** It is in code that can't be reached. */
  readonly dead: boolean;
  /** Computations that every way to it passes. */
  readonly computed: number;
  /** The fewest that a branch to its end passes; none branches there while it is infinite. */
  branched: number;
};
type Part = Uint8Array | Region | "return-depth";

/**
 * Rewrites one function of a core module so that it pays for its steps ahead and keeps within the depth of calls.
 *
 * Steps: the code is cut into regions, each with a head that is passed before anything else in it and again before any of it
 * repeats: a function's start, a loop's, a branch of an `if`, the code behind a block that only branches reach. A head takes
 * the weight of its region off the global of steps and traps below zero. So no instruction runs unpaid; one that isn't run
 * because a branch left its region early is paid all the same.
 *
 * Depth: a function with calls takes what its frame may need off the global of depth and keeps the rest in a local, from which
 * it sets the global before each call. So nothing has to be undone when a function is left, in whatever way. A frame may need
 * room for its locals, its operands and the most computations that no way to a place goes round.
 */
export class FunctionMeter {
  readonly #reader: ModuleReader;
  readonly #shape: ModuleShape;
  readonly #arity: Arity;
  readonly #declarations: Uint8Array;
  readonly #locals: MeterLocals;
  readonly #blocks: Block[] = [];
  readonly #regions: Region[] = [];
  readonly #parts: Part[] = [];
  #region: Region;
  #dead = false;
  #height = 0;
  #highest = 0;
  #computed = 0;
  #mostComputed = 0;
  #calls = false;
  #vectors: boolean;
  #copied: number;

  /** @param body an entry of the code section, without its length */
  constructor(body: Uint8Array, shape: ModuleShape, type: number | undefined) {
    this.#reader = new ModuleReader(body);
    this.#shape = shape;
    this.#arity = arityOf(shape, type);
    const { count, vectors } = readLocals(this.#reader);
    this.#declarations = this.#reader.since(0);
    this.#copied = this.#reader.offset;
    this.#vectors = vectors;
    const own = this.#arity.parameters + count;
    this.#locals = { steps: own, depth: own + 1, size: own + 2 };
    this.#region = this.#open({
      weight: 1 + Math.floor(count / LOCALS_PER_STEP),
      outer: undefined,
      loop: false,
    });
    this.#parts.push(this.#region);
  }

  /** The metered entry. @throws UnfitModule */
  rewrite(): Uint8Array {
    this.#begin(0, { parameters: 0, results: this.#arity.results });
    while (this.#blocks.length > 0) this.#instruction();
    if (!this.#reader.done) throw new UnfitModule("component", "a function goes on behind its end");
    this.#copy(this.#reader.offset);
    this.#foldSmall();
    const frame = this.#frameBytes();
    const counted = this.#calls || frame > SMALL_LEAF_BYTES;
    const code = this.#parts.map((part) => this.#finish(part, frame));
    return Buffer.concat([this.#declare(), ...(counted ? [takeDepth(this.#locals, frame)] : []), ...code]);
  }

  #declare(): Uint8Array {
    const reader = new ModuleReader(this.#declarations);
    const groups = reader.leb32();
    return Buffer.concat([
      leb(groups + 2),
      this.#declarations.subarray(reader.offset),
      Buffer.from(ADDED_LOCALS),
    ]);
  }

  #instruction(): void {
    const start = this.#reader.offset;
    const opcode = readInstruction(this.#reader);
    const operands = new ModuleReader(this.#reader.since(start), 1);
    if (!this.#dead) this.#region.weight += weightOf(opcode);
    this.#vectors ||= opcode >= VECTORS;
    if (!this.#dead && computes(opcode)) this.#compute();
    if (opcode === BLOCK || opcode === LOOP || opcode === IF || opcode === TRY_TABLE) {
      const arity = this.#blockArity(operands);
      if (opcode === TRY_TABLE) this.#catches(new ModuleReader(this.#reader.since(start), 1));
      this.#start(opcode, arity);
    } else if (opcode === ELSE) this.#alternative();
    else if (opcode === END) this.#end();
    else this.#plain(opcode, start, operands);
    if (LEAVING.has(opcode)) this.#leave();
  }

  #plain(opcode: number, start: number, operands: ModuleReader): void {
    if (DIRECT_CALLS.has(opcode)) {
      this.#call(opcode, start, this.#shape.functions[operands.leb32()]);
    } else if (CALLS_BY_TYPE.has(opcode)) {
      this.#move(-1);
      this.#call(opcode, start, operands.leb32());
    } else {
      if (GLOBALS.has(opcode)) this.#replace(start, opcode, operands.leb32() + ADDED_GLOBALS);
      const shift = sizeShift(opcode);
      if (shift !== undefined) this.#insert(start, paySize(this.#locals, shift));
      if (BRANCHES.has(opcode)) this.#branch(operands);
      if (opcode === BRANCH_TABLE) this.#branches(operands);
      this.#move(stackEffect(opcode));
    }
  }

  #call(opcode: number, start: number, type: number | undefined): void {
    const { parameters, results } = arityOf(this.#shape, type);
    this.#calls = true;
    this.#insert(start, CALLS_FOR_RETURN.has(opcode) ? "return-depth" : giveDepth(this.#locals));
    this.#move(-parameters);
    this.#move(results);
  }

  #start(opcode: number, arity: Arity): void {
    if (opcode === IF) this.#move(-1);
    this.#begin(opcode, arity);
    if (opcode === LOOP) this.#enter({ weight: 1, outer: this.#region, loop: true });
    if (opcode === IF) this.#enter({ weight: 0, outer: this.#region, loop: false });
  }

  #begin(opcode: number, arity: Arity): void {
    const base = this.#height - arity.parameters;
    const [region, dead, computed] = [this.#region, this.#dead, this.#computed];
    this.#blocks.push({ opcode, base, arity, region, dead, computed, branched: Number.POSITIVE_INFINITY });
  }

  #alternative(): void {
    const block = this.#leaveBlock();
    this.#blocks.push({ ...block, opcode: ELSE });
    this.#height = block.base + block.arity.parameters;
    this.#dead = block.dead;
    this.#computed = block.computed;
    this.#enter({ weight: 0, outer: block.region, loop: false });
  }

  #end(): void {
    const fell = !this.#dead;
    const { opcode, base, arity, region, dead, computed, branched } = this.#leaveBlock();
    this.#height = base + arity.results;
    this.#highest = Math.max(this.#highest, this.#height);
    this.#region = region;
    if (opcode === IF || opcode === ELSE) this.#computed = computed;
    else if (opcode !== LOOP) this.#computed = Math.min(fell ? this.#computed : this.#mostComputed, branched);
    // Only falling out of a loop reaches its end; every other end is reached by branches too.
    this.#dead = dead || (opcode === LOOP && !fell);
    const onlyByBranch = !(fell || dead) && (opcode === BLOCK || opcode === TRY_TABLE);
    if (onlyByBranch) this.#enter({ weight: 0, outer: region, loop: false });
  }

  /** The block that ends or goes on here. A wrong count of operands would belie the frame's size, so it is checked. */
  #leaveBlock(): Block {
    const block = this.#blocks.pop();
    if (block === undefined) throw new UnfitModule("component", "a function has more ends than blocks");
    if (!this.#dead && this.#height !== block.base + block.arity.results) {
      throw new UnfitModule("component", "a block doesn't leave as many values as its type says");
    }
    return block;
  }

  #blockArity(operands: ModuleReader): Arity {
    const first = operands.peek();
    if (first === EMPTY_BLOCK) return { parameters: 0, results: 0 };
    if (first > EMPTY_BLOCK && first < 0x80) return { parameters: 0, results: 1 };
    return arityOf(this.#shape, operands.leb32());
  }

  #leave(): void {
    this.#dead = true;
    this.#height = this.#blocks.at(-1)?.base ?? 0;
  }

  #move(by: number): void {
    this.#height = this.#dead ? Math.max(0, this.#height + by) : this.#height + by;
    this.#highest = Math.max(this.#highest, this.#height);
  }

  #compute(): void {
    this.#computed += 1;
    this.#mostComputed = Math.max(this.#mostComputed, this.#computed);
  }

  #branch(operands: ModuleReader): void {
    const block = this.#blocks.at(-1 - operands.leb32());
    if (block !== undefined && !this.#dead) block.branched = Math.min(block.branched, this.#computed);
  }

  #branches(operands: ModuleReader): void {
    for (let left = operands.leb32(); left >= 0; left -= 1) this.#branch(operands);
  }

  /** The clauses of a try_table, whose labels count from outside: to each something may lead as soon as it begins. */
  #catches(operands: ModuleReader): void {
    blockType(operands);
    for (let left = operands.leb32(); left > 0; left -= 1) {
      if (operands.byte() < 2) operands.leb32();
      this.#branch(operands);
    }
  }

  #open(region: Region): Region {
    this.#regions.push(region);
    return region;
  }

  /** Puts the head of a region here. */
  #enter(region: Region): void {
    this.#insert(this.#reader.offset, this.#open(region));
    this.#region = region;
  }

  #insert(offset: number, part: Part): void {
    this.#copy(offset);
    this.#parts.push(part);
  }

  #replace(start: number, opcode: number, index: number): void {
    this.#insert(start, Buffer.concat([Uint8Array.of(opcode), leb(index)]));
    this.#copied = this.#reader.offset;
  }

  #copy(end: number): void {
    if (end > this.#copied) this.#parts.push(this.#reader.between(this.#copied, end));
    this.#copied = end;
  }

  /** Innermost first: regions are opened after the ones around them. */
  #foldSmall(): void {
    for (const region of this.#regions.toReversed()) {
      if (region.outer === undefined || region.loop || region.weight > SMALL_REGION) continue;
      region.outer.weight += region.weight;
      region.weight = 0;
    }
  }

  #frameBytes(): number {
    const values = (this.#locals.steps + this.#highest) * VALUE_BYTES + this.#mostComputed * COMPUTED_BYTES;
    return FRAME_BYTES + values * (this.#vectors ? 2 : 1);
  }

  #finish(part: Part, frame: number): Uint8Array {
    if (part instanceof Uint8Array) return part;
    if (part === "return-depth") return returnDepth(this.#locals, frame);
    return part.weight === 0 ? new Uint8Array() : paySteps(this.#locals, part.weight);
  }
}
