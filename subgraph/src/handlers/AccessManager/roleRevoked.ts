import { RoleRevoked } from "../../../generated/AccessManager/AccessManager";
import { RoleMember } from "../../../generated/schema";
import { roleMemberId } from "../../ids";

export function handleRoleRevoked(event: RoleRevoked): void {
  const member = RoleMember.load(roleMemberId(event.params.roleId, event.params.account))!;
  member.member = false;
  member.updatedAt = event.block.timestamp;
  member.updatedTx = event.transaction.hash;
  member.save();
}
