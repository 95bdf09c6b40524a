import { ModuleLinked } from "../../../generated/CertificationRegistry/CertificationRegistry";
import { Certification } from "../../../generated/schema";
import { pairId } from "../../ids";

export function handleModuleLinked(event: ModuleLinked): void {
  const certification = Certification.load(pairId(event.params.versionId, event.params.attester))!;
  certification.linkedModule = event.params.module;
  certification.save();
}
