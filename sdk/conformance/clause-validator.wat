;; Takes its input for a reference and answers with the document, or with the host's refusal.
(import "nexus:plugin/clause-data@0.2.0" "get-many" (func $get (param i32 i32 i32)))

(func (export "run") (param $id i32) (param $id-length i32) (param $seed i32) (param $seed-length i32)
  (param $now i64) (param $block i64) (param $chain i64) (param $input i32) (param $input-length i32) (result i32)
  (local $document i32)
  (i32.store (i32.const 128) (local.get $input))
  (i32.store (i32.const 132) (local.get $input-length))
  (call $get (i32.const 128) (i32.const 1) (i32.const 64))
  (if (i32.load8_u (i32.const 64)) (then (return (call $refused))))
  (local.set $document (i32.load (i32.const 68)))
  (call $ok (i32.const 0) (i32.load (local.get $document)) (i32.load offset=4 (local.get $document))))
