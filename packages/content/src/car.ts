import { addBlock, blockLength, createWriter, headerLength } from "@ipld/car/buffer-writer";
import type { CID } from "multiformats/cid";
import { type BlockSource, readBlock } from "./blocks.ts";
import { ContentTooLargeError } from "./errors.ts";
import { resolvePath, visit } from "./files.ts";

interface Block {
  readonly cid: CID;
  readonly bytes: Uint8Array;
}

/**
 * A CARv1 of what is at a path: the blocks that lead there, then the target's, depth first and each once.
 * @param deep whether all the blocks below the target are wanted, or it alone
 * @throws as `ContentReader.get`
 */
export async function carOf(
  source: BlockSource,
  root: CID,
  { names, deep, maxBytes }: { names: readonly string[]; deep: boolean; maxBytes: number },
): Promise<Uint8Array> {
  const { recorder, blocks } = recording(source, maxBytes);
  const target = await resolvePath(recorder, root, names);
  for await (const cid of deep ? visit(recorder, target) : [target]) await readBlock(recorder, cid);
  return writeCar(target, [...blocks.values()]);
}

/** A source that notes each block that is read, for its reader to verify, and asks for none twice. */
function recording(source: BlockSource, maxBytes: number) {
  const blocks = new Map<string, Block>();
  let size = 0;
  const recorder: BlockSource = {
    async read(cid) {
      const known = blocks.get(cid.toString());
      if (known !== undefined) return known.bytes;
      const bytes = await source.read(cid);
      size += bytes.length;
      if (size > maxBytes) throw new ContentTooLargeError({ content: `CAR of ${cid}`, limit: maxBytes });
      blocks.set(cid.toString(), { cid, bytes });
      return bytes;
    },
    has: (cid) => source.has(cid),
  };
  return { recorder, blocks };
}

function writeCar(root: CID, blocks: readonly Block[]): Uint8Array {
  const size = blocks.reduce((sum, block) => sum + blockLength(block), headerLength({ roots: [root] }));
  const writer = createWriter(new ArrayBuffer(size), { roots: [root] });
  for (const block of blocks) addBlock(writer, block);
  return writer.close();
}
