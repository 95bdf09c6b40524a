;; Stands behind every fixture here: memory, the canonical ABI's allocator, `describe`, and the two ways to answer.
(memory $memory (export "memory") 1)
(global $next (mut i32) (i32.const 1024))
(data (i32.const 16) "fixture")

(func $allocate (export "cabi_realloc") (param i32 i32 i32) (param $size i32) (result i32)
  (local $pointer i32)
  (local.set $pointer (i32.and (i32.add (global.get $next) (i32.const 7)) (i32.const -8)))
  (global.set $next (i32.add (local.get $pointer) (local.get $size)))
  (block $enough
    (loop $more
      (br_if $enough (i32.le_u (global.get $next) (i32.mul (memory.size) (i32.const 65536))))
      (if (i32.eq (memory.grow (i32.const 1)) (i32.const -1)) (then (unreachable)))
      (br $more)))
  (local.get $pointer))

(func (export "describe") (result i32)
  (i32.store (i32.const 0) (i32.const 16))
  (i32.store (i32.const 4) (i32.const 7))
  (i32.const 0))

;; An outcome: its signal, and its output's place and length.
(func $ok (param $signal i32) (param $pointer i32) (param $length i32) (result i32)
  (i32.store8 (i32.const 32) (i32.const 0))
  (i32.store8 (i32.const 36) (local.get $signal))
  (i32.store (i32.const 40) (local.get $pointer))
  (i32.store (i32.const 44) (local.get $length))
  (i32.const 32))

;; The error that a host call left at 64, as the plugin's own.
(func $refused (result i32)
  (i32.store8 (i32.const 32) (i32.const 1))
  (i32.store8 (i32.const 36) (i32.load8_u (i32.const 68)))
  (i32.store (i32.const 40) (i32.load (i32.const 72)))
  (i32.store (i32.const 44) (i32.load (i32.const 76)))
  (i32.const 32))
