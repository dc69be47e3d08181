"""The published face encoder as a torch module. Importing this module imports torch."""

from itertools import starmap

import torch
from torch import Tensor, nn
from torch.nn import functional

from generation.faces.published.layers import Convolution
from generation.faces.published.resnet import Resnet


class Residual(nn.Module):
    """Two convolutions, and the input added again."""

    def __init__(self, first: Convolution, second: Convolution) -> None:
        super().__init__()
        self.first, self.second = _convolution(first), _convolution(second)
        self.shrinks = first.stride == 2

    def forward(self, x: Tensor) -> Tensor:
        y = self.second(functional.relu(self.first(x)))
        if self.shrinks:
            x, y = _of_one_size(functional.avg_pool2d(x, 2), y)
        return functional.relu(x + y)


class Network(nn.Module):
    """Chips uint8[N, 150, 150, 3], RGB, to vectors float32[N, 128]; not normalised to length one, as dlib's are not."""

    mean: Tensor

    def __init__(self, resnet: Resnet) -> None:
        super().__init__()
        self.register_buffer("mean", torch.tensor(resnet.mean).view(1, 3, 1, 1))
        self.stem = _convolution(resnet.stem)
        self.blocks = nn.Sequential(*starmap(Residual, resnet.blocks))
        channels, length = resnet.projection.shape
        self.projection = nn.Linear(channels, length, bias=False)
        self.projection.weight.data = torch.tensor(resnet.projection.T)
        # Channels last is how the chips lie in memory anyway, and a fifth faster on a CPU.
        self.to(memory_format=torch.channels_last)
        self.eval().requires_grad_(requires_grad=False)

    def forward(self, chips: Tensor) -> Tensor:
        x = (chips.permute(0, 3, 1, 2).float() - self.mean) / 256
        x = functional.max_pool2d(functional.relu(self.stem(x)), 3, 2)
        vectors: Tensor = self.projection(self.blocks(x).mean((2, 3)))
        return vectors


def _convolution(parameters: Convolution) -> nn.Conv2d:
    channels, before, side, _ = parameters.weight.shape
    layer = nn.Conv2d(before, channels, side, stride=parameters.stride, padding=parameters.padding)
    layer.weight.data, layer.bias.data = torch.tensor(parameters.weight), torch.tensor(parameters.bias)
    return layer


def _of_one_size(x: Tensor, y: Tensor) -> tuple[Tensor, Tensor]:
    """dlib adds tensors of different size as if zeros continued the smaller one: here x has fewer channels, y fewer pixels."""
    more_channels = y.shape[1] - x.shape[1]
    lower, wider = x.shape[2] - y.shape[2], x.shape[3] - y.shape[3]
    return functional.pad(x, (0, 0, 0, 0, 0, more_channels)), functional.pad(y, (0, wider, 0, lower))
