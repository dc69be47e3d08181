import io
import struct
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from portraits.provenance import xmp_files
from portraits.provenance.xmp_files import XmpError

from .conftest import encode
