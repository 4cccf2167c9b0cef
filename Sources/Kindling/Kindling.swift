// Every module of the framework, for those who want them all.
@_exported import Autograd
@_exported import Compilation
@_exported import Data
@_exported import Metrics
@_exported import NN
@_exported import Optim
@_exported import Plots
@_exported import Serialization
@_exported import Tensor
@_exported import Training
