# The messages and methods of grpc.testing, made from a FileDescriptorSet.
from google.protobuf import descriptor_pb2, message_factory

SERVICE = "grpc.testing.TestService"


class Messages:
    """The message classes of the set in a file, as attributes: messages.SimpleRequest."""

    def __init__(self, path):
        with open(path, "rb") as file:
            files = descriptor_pb2.FileDescriptorSet.FromString(file.read()).file
        for name, kind in message_factory.GetMessages(files).items():
            setattr(self, name.rpartition(".")[2], kind)
        # Per method of the service: its name, whether requests and responses are streams, and their classes.
        self.methods = [
            (
                method.name,
                method.client_streaming,
                method.server_streaming,
                getattr(self, method.input_type.rpartition(".")[2]),
                getattr(self, method.output_type.rpartition(".")[2]),
            )
            for file in files
            for service in file.service
            if service.name == "TestService"
            for method in service.method
        ]

    def zeros(self, size):
        return self.Payload(body=bytes(size))
