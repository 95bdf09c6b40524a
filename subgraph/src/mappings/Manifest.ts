export { handleManifest } from "../handlers/Manifest/manifest";
