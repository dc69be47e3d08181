"""The ten stations of the main job. Each calls the same functions as the pages do, and waits for the same worker."""

from portraits.demo.stations import deciding, making, watching

ALL = (
    making.take_in,
    making.measure,
    making.enrol_and_ask,
    making.gate,
    deciding.choose,
    deciding.assess,
    deciding.rendition,
    deciding.publish,
    watching.watch,
    watching.see,
)
