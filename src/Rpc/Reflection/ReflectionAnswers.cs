using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection;
using Grpc.Reflection.V1;
using Question = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace GrpcExp.Rpc.Reflection;

/// <summary>
/// Answers the questions of server reflection. Every answer stands alone: it has all files that are needed, also
/// those that an earlier answer of the same stream had, because not every client keeps them.
/// </summary>
internal sealed class ReflectionAnswers(IEnumerable<string> services, SymbolRegistry symbols)
{
    private readonly string[] _services = [.. services.Order(StringComparer.Ordinal)];

    public ReflectionAnswers(IReadOnlyCollection<ServiceDescriptor> services)
        : this(services.Select(s => s.FullName), SymbolRegistry.FromFiles(services.Select(s => s.File)))
    {
    }

    public ServerReflectionResponse To(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Question.ListServices:
                response.ListServicesResponse = new ListServiceResponse
                {
                    Service = { _services.Select(s => new ServiceResponse { Name = s }) },
                };
                break;
            case Question.FileByFilename:
                GiveFile(response, symbols.FileByName(request.FileByFilename), $"This server has no file '{request.FileByFilename}'.");
                break;
            case Question.FileContainingSymbol:
                GiveFile(
                    response,
                    symbols.FileContainingSymbol(request.FileContainingSymbol),
                    $"No file of this server declares '{request.FileContainingSymbol}'.");
                break;
            case Question.FileContainingExtension:
                var (type, number) = (request.FileContainingExtension.ContainingType, request.FileContainingExtension.ExtensionNumber);
                GiveFile(response, symbols.FileContainingExtension(type, number), $"No file of this server declares the extension {number} of '{type}'.");
                break;
            case Question.AllExtensionNumbersOfType:
                GiveExtensions(response, request.AllExtensionNumbersOfType);
                break;
            default:
                Refuse(response, StatusCode.Unimplemented, "The request asks nothing, or something that is not known here: set one field of message_request.");
                break;
        }

        return response;
    }

    private void GiveExtensions(ServerReflectionResponse response, string type)
    {
        if (symbols.ExtensionsOf(type) is { } numbers)
        {
            response.AllExtensionNumbersResponse = new ExtensionNumberResponse { BaseTypeName = type, ExtensionNumber = { numbers } };
        }
        else
        {
            Refuse(response, StatusCode.NotFound, $"No file of this server declares a message '{type}'.");
        }
    }

    private static void GiveFile(ServerReflectionResponse response, FileDescriptor? file, string missing)
    {
        if (file is null)
        {
            Refuse(response, StatusCode.NotFound, missing);
            return;
        }

        var files = new List<FileDescriptor>();
        Collect(file, files, []);
        response.FileDescriptorResponse = new FileDescriptorResponse { FileDescriptorProto = { files.Select(f => f.SerializedData) } };
    }

    private static void Collect(FileDescriptor file, List<FileDescriptor> files, HashSet<string> names)
    {
        if (names.Add(file.Name))
        {
            files.Add(file);
            foreach (var dependency in file.Dependencies)
            {
                Collect(dependency, files, names);
            }
        }
    }

    private static void Refuse(ServerReflectionResponse response, StatusCode code, string message) =>
        response.ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message };
}
