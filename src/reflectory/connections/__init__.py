"""Work done elsewhere: other embeddings, several processes, a cluster, and what is kept to go on later.

The engine is handed what this room makes: an `Embedder`, or a function that maps blocks. Nothing here decides
what a text means. `embedders` opens an embedding by its name, `spread` uses all cores and remembers,
`cluster` uses Dask. Nothing is sent anywhere unless somebody asks for it.
"""

from reflectory.connections.errors import CannotConnect

__all__ = ["CannotConnect"]
