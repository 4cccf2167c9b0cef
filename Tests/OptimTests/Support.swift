import Optim
