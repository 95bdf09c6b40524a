import { expect } from "chai";
import fc from "fast-check";
import { encodeFrame, FrameDecoder, MalformedFrame } from "../../src/sandbox/frames.ts";

const decoder = () => new FrameDecoder({ maxBytes: 1_000, maxHeaderBytes: 500, maxBlobs: 5 });

/** A frame from its header's text, whatever that is. */
function rawFrame(header: string, tail = "", headerLength = header.length): Buffer {
  const lengths = Buffer.alloc(8);
  lengths.writeUInt32BE(4 + header.length + tail.length, 0);
  lengths.writeUInt32BE(headerLength, 4);
  return Buffer.concat([lengths, Buffer.from(header + tail)]);
}

describe("A stream of frames", () => {
  it("is read the same however it is cut", () => {
    const frame = fc.record({
      word: fc.string(),
      blobs: fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 4 }),
    });
    fc.assert(
      fc.property(fc.array(frame, { maxLength: 5 }), fc.integer({ min: 1, max: 30 }), (frames, cut) => {
        const stream = Buffer.concat(frames.map(({ word, blobs }) => encodeFrame({ word }, blobs)));
        const reader = decoder();
        const read = [];
        for (let at = 0; at < stream.length; at += cut)
          read.push(...reader.push(stream.subarray(at, at + cut)));
        expect(read).to.deep.equal(frames.map(({ word, blobs }) => ({ header: { word }, blobs })));
      }),
    );
  });

  const faults: Record<string, [Buffer, RegExp]> = {
    "a frame beyond the limit": [rawFrame("x".repeat(1_000)), /a frame of 1004 bytes/],
    "a header beyond its own limit": [rawFrame("x".repeat(501)), /a header of 501 bytes/],
    "more blobs than there may be": [rawFrame('{"blobs":[0,0,0,0,0,0]}'), /a frame of 6 blobs/],
    "a frame too short for a header": [Buffer.from([0, 0, 0, 1, 0]), /without a header/],
    "a header longer than its frame": [rawFrame('{"blobs":[]}', "", 90), /longer than its frame/],
    "a header that isn't JSON": [rawFrame("{"), /isn't JSON/],
    "a header that is null": [rawFrame("null"), /without blob lengths/],
    "a header without blobs": [rawFrame("{}"), /without blob lengths/],
    "a negative length": [rawFrame('{"blobs":[-1]}'), /isn't a count/],
    "a length that is a fraction": [rawFrame('{"blobs":[0.5]}'), /isn't a count/],
    "more blobs than bytes": [rawFrame('{"blobs":[2]}', "a"), /don't fill/],
    "more bytes than blobs": [rawFrame('{"blobs":[1]}', "ab"), /don't fill/],
  };
  for (const [title, [bytes, message]] of Object.entries(faults)) {
    it(`ends at ${title}`, () => {
      expect(() => decoder().push(bytes)).to.throw(MalformedFrame, message);
    });
  }
});
