import { LicenceAccess, LicenceTier } from "@nexus/protocol";
import { type Address, encodeFunctionData, type Hex } from "viem";
import { chainTime, explained, type NexusClient, send, signerOf } from "../client.ts";
import { sendTaking } from "./allowance.ts";
import { versionIdOfReference } from "./versions.ts";

/** A version by `name@version` or id. */
interface Subject {
  readonly version: string;
}

async function read(client: NexusClient, versionId: Hex, account: Address) {
  const { publicClient, contracts } = client;
  const registry = contracts.licenceRegistry;
  const tier = await explained(
    publicClient.readContract({ ...registry, functionName: "tierOf", args: [versionId] }),
  );
  const offer = await explained(
    publicClient.readContract({ ...registry, functionName: "offerOf", args: [versionId] }),
  );
  const rights = await Promise.all(
    LicenceAccess.map(async (access, index) => {
      const may = { ...registry, functionName: "hasAccess", args: [account, versionId, index] } as const;
      const own = { ...registry, functionName: "grantedUntil", args: [versionId, account, index] } as const;
      const [allowed, grantedUntil] = await explained(
        Promise.all([publicClient.readContract(may), publicClient.readContract(own)]),
      );
      return { access, allowed, grantedUntil };
    }),
  );
  return { tier: LicenceTier[tier] ?? "Commercial", offer, rights };
}

/** A version's licence, and what an account (the client's without one) may do with it. */
export async function showLicence(
  client: NexusClient,
  { version, account }: Subject & { account?: Address },
) {
  const versionId = await versionIdOfReference(client, version);
  const of = account ?? signerOf(client).address;
  return { versionId, ...(await read(client, versionId, of)), account: of };
}

/** Grants one kind of access for so many seconds from now. */
export async function grantLicence(
  client: NexusClient,
  {
    version,
    account,
    access,
    seconds,
  }: Subject & { account: Address; access: LicenceAccess; seconds: number },
) {
  const versionId = await versionIdOfReference(client, version);
  const grantedUntil = (await chainTime(client)) + seconds;
  const { address, abi } = client.contracts.licenceRegistry;
  const args = [versionId, account, LicenceAccess.indexOf(access), grantedUntil] as const;
  const data = encodeFunctionData({ abi, functionName: "grant", args });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, versionId, account, access, grantedUntil };
}

/** Offers INSTALL and EXECUTE for a price in NXS and a term in seconds; both 0 ends an offer. */
export async function offerLicence(
  client: NexusClient,
  { version, price, term }: Subject & { price: bigint; term: number },
) {
  const versionId = await versionIdOfReference(client, version);
  const { address, abi } = client.contracts.licenceRegistry;
  const data = encodeFunctionData({ abi, functionName: "setOffer", args: [versionId, { price, term }] });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, versionId, price, term };
}

/** Buys one term of a version's present offer for an account (the client's without one), after allowing the price. */
export async function buyLicence(client: NexusClient, { version, account }: Subject & { account?: Address }) {
  const versionId = await versionIdOfReference(client, version);
  const { publicClient, contracts } = client;
  const { address, abi } = contracts.licenceRegistry;
  const licensee = account ?? signerOf(client).address;
  const offer = await explained(
    publicClient.readContract({ address, abi, functionName: "offerOf", args: [versionId] }),
  );
  const data = encodeFunctionData({ abi, functionName: "buy", args: [versionId, licensee, offer] });
  const { receipt, ...approval } = await sendTaking(client, { to: address, data, takes: offer.price });
  const { rights } = await read(client, versionId, licensee);
  return {
    tx: receipt.transactionHash,
    ...approval,
    versionId,
    account: licensee,
    price: offer.price,
    rights,
  };
}

/** Gives a version a more permissive tier, for good. */
export async function relaxLicence(client: NexusClient, { version, tier }: Subject & { tier: LicenceTier }) {
  const versionId = await versionIdOfReference(client, version);
  const { address, abi } = client.contracts.licenceRegistry;
  const args = [versionId, LicenceTier.indexOf(tier)] as const;
  const data = encodeFunctionData({ abi, functionName: "relaxTier", args });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, versionId, tier };
}

/** Attests, as a listed issuer, that an account is academic for so many seconds from now; 0 ends it. */
export async function attestAcademic(
  client: NexusClient,
  { account, seconds }: { account: Address; seconds: number },
) {
  const academicUntil = seconds === 0 ? 0 : (await chainTime(client)) + seconds;
  const { address, abi } = client.contracts.licenceRegistry;
  const data = encodeFunctionData({ abi, functionName: "setAcademic", args: [account, academicUntil] });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, account, issuer: signerOf(client).address, academicUntil };
}

/** Pays a payee (the client's account without one) all NXS that licences owe it. */
export async function withdrawLicencePayment(client: NexusClient, { payee }: { payee?: Address }) {
  const { publicClient, contracts } = client;
  const { address, abi } = contracts.licenceRegistry;
  const account = payee ?? signerOf(client).address;
  const amount = await explained(
    publicClient.readContract({ address, abi, functionName: "owed", args: [account] }),
  );
  const data = encodeFunctionData({ abi, functionName: "withdraw", args: [account] });
  const { transactionHash: tx } = await send(client, { to: address, data });
  return { tx, payee: account, amount };
}
