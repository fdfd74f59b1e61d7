package ui

// stack is a stack that cannot be empty.
type stack[T any] struct {
	bottom T
	above  []T
}

func (s *stack[T]) push(t T) { s.above = append(s.above, t) }

// pop takes the top away unless it is the bottom.
func (s *stack[T]) pop() (T, bool) {
	if len(s.above) == 0 {
		var none T
		return none, false
	}
	last := len(s.above) - 1
	t := s.above[last]
	clear(s.above[last:]) // what it held can be freed
	s.above = s.above[:last]
	return t, true
}

func (s *stack[T]) top() T {
	if len(s.above) == 0 {
		return s.bottom
	}
	return s.above[len(s.above)-1]
}

func (s *stack[T]) depth() int { return 1 + len(s.above) }

// all are the levels from the bottom up.
func (s *stack[T]) all() []T { return append([]T{s.bottom}, s.above...) }
