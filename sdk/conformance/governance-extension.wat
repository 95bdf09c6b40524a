;; Takes its input for a contract's 20 bytes and a call's data, and answers with what the contract said: pass for what it
;; returned, fail for what it reverted with.
(import "nexus:plugin/chain-read@0.2.0" "read-many" (func $read (param i32 i32 i32)))

(func (export "run") (param $id i32) (param $id-length i32) (param $seed i32) (param $seed-length i32)
  (param $now i64) (param $block i64) (param $chain i64) (param $input i32) (param $input-length i32) (result i32)
  (local $answer i32)
  (i32.store (i32.const 128) (local.get $input))
  (i32.store (i32.const 132) (i32.const 20))
  (i32.store (i32.const 136) (i32.add (local.get $input) (i32.const 20)))
  (i32.store (i32.const 140) (i32.sub (local.get $input-length) (i32.const 20)))
  (call $read (i32.const 128) (i32.const 1) (i32.const 64))
  (if (i32.load8_u (i32.const 64)) (then (return (call $refused))))
  (local.set $answer (i32.load (i32.const 68)))
  (call $ok (i32.load8_u (local.get $answer)) (i32.load offset=4 (local.get $answer)) (i32.load offset=8 (local.get $answer))))
