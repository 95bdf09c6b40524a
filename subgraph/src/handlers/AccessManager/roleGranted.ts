import { RoleGranted } from "../../../generated/AccessManager/AccessManager";
import { RoleMember } from "../../../generated/schema";
import { roleMemberId } from "../../ids";

export function handleRoleGranted(event: RoleGranted): void {
  const member = new RoleMember(roleMemberId(event.params.roleId, event.params.account));
  member.roleId = event.params.roleId;
  member.account = event.params.account;
  member.member = true;
  member.delay = event.params.delay;
  member.updatedAt = event.block.timestamp;
  member.updatedTx = event.transaction.hash;
  member.save();
}
