using Google.Protobuf.Reflection;

namespace Grpc.Reflection;

/// <summary>
/// Files, with everything that they depend on, by their names and by the fully-qualified names that they declare:
/// messages, enums, enum values, fields, oneofs, extensions, services and methods. Immutable.
/// </summary>
public class SymbolRegistry
{
    private readonly Dictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions = new(StringComparer.Ordinal);

    private SymbolRegistry(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files)
        {
            Add(file);
        }
    }

    /// <summary>The registry of some files and of what they depend on.</summary>
    /// <exception cref="ArgumentNullException">The sequence is null.</exception>
    public static SymbolRegistry FromFiles(IEnumerable<FileDescriptor> fileDescriptors)
    {
        ArgumentNullException.ThrowIfNull(fileDescriptors);
        return new SymbolRegistry(fileDescriptors);
    }

    /// <summary>The file of a name, as protoc was given it; null when there is none.</summary>
    public FileDescriptor? FileByName(string filename) => _files.GetValueOrDefault(filename);

    /// <summary>The file that declares a fully-qualified name; null when none does.</summary>
    public FileDescriptor? FileContainingSymbol(string symbol) => _symbols.GetValueOrDefault(symbol);

    /// <summary>The file that declares an extension; null when none does.</summary>
    internal FileDescriptor? FileContainingExtension(string message, int number) =>
        _extensions.TryGetValue(message, out var numbers) ? numbers.GetValueOrDefault(number) : null;

    /// <summary>The numbers of a message's extensions, ascending; null when there is no such message.</summary>
    internal IEnumerable<int>? ExtensionsOf(string message) =>
        _extensions.TryGetValue(message, out var numbers) ? numbers.Keys : null;

    private void Add(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
        {
            return;
        }

        // First, so that a message is there before it is extended.
        foreach (var dependency in file.Dependencies)
        {
            Add(dependency);
        }

        foreach (var message in file.MessageTypes)
        {
            Add(message);
        }

        foreach (var enumeration in file.EnumTypes)
        {
            Add(enumeration);
        }

        Add(file.Extensions);
        foreach (var service in file.Services)
        {
            Declare(service);
            foreach (var method in service.Methods)
            {
                Declare(method);
            }
        }
    }

    private void Add(MessageDescriptor message)
    {
        Declare(message);
        _extensions.TryAdd(message.FullName, []);
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            Declare(field);
        }

        foreach (var oneof in message.Oneofs)
        {
            Declare(oneof);
        }

        foreach (var nested in message.NestedTypes)
        {
            Add(nested);
        }

        foreach (var enumeration in message.EnumTypes)
        {
            Add(enumeration);
        }

        Add(message.Extensions);
    }

    private void Add(EnumDescriptor enumeration)
    {
        Declare(enumeration);
        foreach (var value in enumeration.Values)
        {
            // A value is a sibling of its enum, as in C++, and not a member: pkg.VALUE.
            var scope = enumeration.FullName.AsSpan(0, enumeration.FullName.Length - enumeration.Name.Length);
            _symbols.TryAdd(string.Concat(scope, value.Name), value.File);
        }
    }

    private void Add(ExtensionCollection? extensions)
    {
        foreach (var extension in extensions?.UnorderedExtensions ?? [])
        {
            Declare(extension);
            var message = extension.ExtendeeType.FullName;
            if (!_extensions.TryGetValue(message, out var numbers))
            {
                _extensions[message] = numbers = [];
            }

            numbers[extension.FieldNumber] = extension.File;
        }
    }

    private void Declare(IDescriptor descriptor) => _symbols.TryAdd(descriptor.FullName, descriptor.File);
}
