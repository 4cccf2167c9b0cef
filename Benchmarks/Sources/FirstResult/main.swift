// The least that a program can do with the library: its time and memory are those of starting.
import Kindling

print(Tensor([1.0, 2, 3]) + 1)
