using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace PaymentHub.Storage;

/// <summary>
/// The bytes of a file, which can be read again and again from the beginning without being held in memory. A temporary
/// file has no name any more: nothing is left of it after the process, however that ends.
/// </summary>
public sealed class FileContent : IDisposable
{
    private readonly Func<Stream> _open;
    private readonly SafeFileHandle? _file;
    private readonly string? _sha256;

    private FileContent(Func<Stream> open, SafeFileHandle? file = null, string? sha256 = null) =>
        (_open, _file, _sha256) = (open, file, sha256);

    /// <summary>Bytes that are in memory anyway.</summary>
    public static FileContent Of(byte[] bytes) => new(() => new MemoryStream(bytes, writable: false));

    /// <summary>A file of a form, which the server keeps on disk where it is large.</summary>
    public static FileContent Of(IFormFile file) => new(file.OpenReadStream);

    /// <summary>What <paramref name="write"/> writes, kept in a temporary file.</summary>
    public static Task<FileContent> WrittenAsync(Func<Stream, Task> write) => WrittenAsync(write, null);

    /// <summary>
    /// The same where it is written from first to last byte: it is hashed on the way, while the processor would only
    /// wait for what arrives.
    /// </summary>
    public static async Task<FileContent> ReceivedAsync(Func<Stream, Task> write)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        return await WrittenAsync(write, hash);
    }

    private static async Task<FileContent> WrittenAsync(Func<Stream, Task> write, IncrementalHash? hash)
    {
        var path = Path.Combine(Path.GetTempPath(), $"paymenthub-{Guid.NewGuid():N}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite | FileShare.Delete,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        var created = new FileStream(path, options);
        try
        {
            File.Delete(path);
            await write(hash is null ? created : new HashedWriting(created, hash));
            await created.FlushAsync();
        }
        catch
        {
            await created.DisposeAsync();
            throw;
        }

        var handle = created.SafeFileHandle;
        var sha256 = hash is null ? null : Convert.ToHexStringLower(hash.GetHashAndReset());
        return new FileContent(() => new PositionedStream(handle), handle, sha256);
    }

    /// <summary>A stream at the first byte; several may be open at the same time.</summary>
    public Stream Open() => _open();

    /// <summary>Bytes in all.</summary>
    public long Length
    {
        get
        {
            using var stream = Open();
            return stream.Length;
        }
    }

    /// <summary>SHA-256 of all bytes in lower-case hexadecimal.</summary>
    public async Task<string> HashAsync(CancellationToken cancellation)
    {
        if (_sha256 is not null) return _sha256;
        await using var stream = Open();
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(stream, cancellation));
    }

    public void Dispose() => _file?.Dispose();

    // Each stream has its own position in the one open file, which has no path by which it could be opened again.
    private sealed class PositionedStream(SafeFileHandle file) : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => true;

        public override bool CanWrite => false;

        public override long Length => RandomAccess.GetLength(file);

        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            var read = RandomAccess.Read(file, buffer, Position);
            Position += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override async ValueTask<int> ReadAsync(
            Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await RandomAccess.ReadAsync(file, buffer, Position, cancellationToken);
            Position += read;
            return read;
        }

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
