package read

// An array of statements, or several arrays one after another.
func looksArray(h *head) bool {
	return h.first == '[' && (h.item == ']' || h.item == '{' && h.holdsStatement())
}

func readArray(r *reader) error {
	for {
		c, err := r.next()
		switch {
		case err != nil || c < 0:
			return err
		case c == '[':
			r.advance(1)
			err = r.elements()
		default:
			err = r.step()
		}
		if err != nil {
			return err
		}
	}
}

// elements reads the elements of an array whose opening bracket was read, and
// its closing one.
func (r *reader) elements() error {
	for {
		c, err := r.next()
		switch {
		case err != nil:
			return err
		case c < 0:
			return r.cut(faultArray)
		case c == ']':
			r.advance(1)
			return nil
		}
		n, why, err := r.value()
		if err != nil {
			return err
		}
		if why == "" {
			err = r.accept(n)
		} else {
			err = r.reject(why, n, &toNextElement{closer: ']'})
		}
		if err != nil {
			return err
		}
	}
}
