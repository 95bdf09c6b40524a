import {
  type AbiEvent,
  type AbiParameter,
  encodeAbiParameters,
  encodeEventTopics,
  type Hex,
  keccak256,
  parseAbiItem,
  toHex,
} from "viem";

/** A log of a test, in the words of `gnd test`: a signature with names and `indexed`, and a value for each name. */
export interface TestEvent {
  readonly address: Hex;
  readonly event: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** Logs of one transaction share it; made from block and position where it isn't given. */
  readonly txHash?: Hex;
}

/** One file of tests/. */
export interface BlockTest {
  readonly name: string;
  /** Files that lie on IPFS. */
  readonly files?: readonly { readonly cid: string; readonly content: string }[];
  readonly blocks: readonly {
    readonly number: number;
    readonly timestamp: number;
    readonly events: readonly TestEvent[];
  }[];
  /** GraphQL queries and what they answer once every block and file is indexed. */
  readonly assertions: readonly { readonly query: string; readonly expected: unknown }[];
}

/** Topics and data of a log. */
export function encodeLog({ event, params }: TestEvent): { topics: Hex[]; data: Hex } {
  const item = parseAbiItem(`event ${event}`) as AbiEvent;
  const valueFor = (input: AbiParameter) => abiValue(input, params[input.name ?? ""]);
  const args = Object.fromEntries(item.inputs.map((input) => [input.name, valueFor(input)]));
  const plain = item.inputs.filter(({ indexed }) => !indexed);
  return {
    topics: encodeEventTopics({ abi: [item], eventName: item.name, args }) as Hex[],
    data: encodeAbiParameters(plain, plain.map(valueFor)),
  };
}

/** JSON writes whole numbers as text; tuples are lists, in the order of their fields. */
function abiValue(
  parameter: AbiParameter & { components?: readonly AbiParameter[] },
  value: unknown,
): unknown {
  if (value === undefined) throw new Error(`The test gives no value for ${parameter.name}.`);
  if (parameter.type.endsWith("[]")) {
    const element = { ...parameter, type: parameter.type.slice(0, -2) };
    return (value as unknown[]).map((one) => abiValue(element, one));
  }
  if (parameter.components)
    return parameter.components.map((part, i) => abiValue(part, (value as unknown[])[i]));
  return /^uint/.test(parameter.type) ? BigInt(value as string) : value;
}

export function transactionHash({ txHash }: TestEvent, block: number, position: number): Hex {
  return txHash ?? keccak256(toHex(`${block}-${position}`));
}
