using Orleans.Serialization;
using Orleans.Storage;

namespace Scheduling.Silo.Storage;

/// <summary>
/// Orleans' bytes, in one array of their very size: its own storage serializer lets a buffer grow by doubling, and the embedded
/// store would copy what is in it once more.
/// </summary>
internal sealed class ExactSerializer(Serializer serializer) : IGrainStorageSerializer
{
    /// <inheritdoc />
    public BinaryData Serialize<T>(T? input) => new(serializer.SerializeToArray(input));

    /// <inheritdoc />
    public T? Deserialize<T>(BinaryData input) => serializer.Deserialize<T>(input.ToMemory());
}
