using System.Data;
using System.IO.Compression;
using System.Security.Cryptography;
using Npgsql;
using NpgsqlTypes;

namespace PaymentHub.Storage;

/// <summary>
/// Bytes that came in or went out, kept by the SHA-256 of their content and compressed (Brotli, quality 1: a twentieth
/// of the size of an XML message; quality 5 takes a fifth off that and five times as long).
/// </summary>
public sealed class RawFiles(NpgsqlDataSource source)
{
    private const string Insert =
        "insert into hub.raw_file (sha256, size, content) values ($1, $2, $3) on conflict (sha256) do nothing";

    public static string HashOf(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>Keeps the bytes in a transaction of their own: a refused file's bytes stay as evidence.</summary>
    public async Task<string> KeepAsync(byte[] bytes, CancellationToken cancellation) =>
        await KeepAsync(HashOf(bytes), bytes, cancellation);

    /// <summary>The same for bytes whose hash the caller knows already.</summary>
    public async Task<string> KeepAsync(string hash, byte[] bytes, CancellationToken cancellation)
    {
        // On another thread, so that the caller may examine the file meanwhile.
        var packed = await Task.Run(() => Compress(bytes), cancellation);
        await using var command = source.CreateCommand(Insert);
        command.Parameters.Add(Parameter.Of(hash));
        command.Parameters.Add(Parameter.Of((long)bytes.Length));
        command.Parameters.Add(new NpgsqlParameter { Value = packed });
        await command.ExecuteNonQueryAsync(cancellation);
        return hash;
    }

    /// <summary>The same for a file of any size, which is never in memory as a whole.</summary>
    public async Task<string> KeepAsync(FileContent content, CancellationToken cancellation)
    {
        var hash = await content.HashAsync(cancellation);
        return await KeepAsync(hash, content, cancellation);
    }

    /// <summary>The same where the caller knows the hash already.</summary>
    public async Task<string> KeepAsync(string hash, FileContent content, CancellationToken cancellation)
    {
        if (await HasAsync(hash, cancellation)) return hash;
        var size = 0L;
        using var packed = await FileContent.WrittenAsync(async to =>
        {
            await using var brotli = new BrotliStream(
                to, new BrotliCompressionOptions { Quality = 1 }, leaveOpen: true);
            await using var from = content.Open();
            await from.CopyToAsync(brotli, cancellation);
            size = from.Position;
        });
        await using var command = source.CreateCommand(Insert);
        command.Parameters.Add(Parameter.Of(hash));
        command.Parameters.Add(Parameter.Of(size));
        await using var bytes = packed.Open();
        command.Parameters.Add(new NpgsqlParameter { Value = bytes, NpgsqlDbType = NpgsqlDbType.Bytea });
        await command.ExecuteNonQueryAsync(cancellation);
        return hash;
    }

    /// <summary>The file on disk for as long as it is needed, or null where no file has this hash.</summary>
    /// <exception cref="InvalidDataException">The stored bytes no longer have their hash.</exception>
    public async Task<FileContent?> OpenAsync(string sha256, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select content from hub.raw_file where sha256 = $1");
        command.Parameters.Add(Parameter.Of(sha256));
        await using var reader = await command.ExecuteReaderAsync(CommandBehavior.SequentialAccess, cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        var content = await FileContent.ReceivedAsync(async to =>
        {
            await using var packed = reader.GetStream(0);
            await using var unpacked = new BrotliStream(packed, CompressionMode.Decompress);
            await unpacked.CopyToAsync(to, cancellation);
        });
        if (await content.HashAsync(cancellation) == sha256) return content;
        content.Dispose();
        throw new InvalidDataException($"Stored file {sha256} no longer has its hash.");
    }

    /// <summary>The bytes as they were, or null where no file has this hash.</summary>
    /// <exception cref="InvalidDataException">The stored bytes no longer have their hash.</exception>
    public async Task<byte[]?> ReadAsync(string sha256, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select size, content from hub.raw_file where sha256 = $1");
        command.Parameters.Add(Parameter.Of(sha256));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        if (!await reader.ReadAsync(cancellation)) return null;
        var bytes = new byte[checked((int)reader.GetInt64(0))];
        await using var packed = reader.GetStream(1);
        await using var unpacked = new BrotliStream(packed, CompressionMode.Decompress);
        await unpacked.ReadExactlyAsync(bytes, cancellation);
        return HashOf(bytes) == sha256
            ? bytes
            : throw new InvalidDataException($"Stored file {sha256} no longer has its hash.");
    }

    private async Task<bool> HasAsync(string sha256, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand("select exists (select from hub.raw_file where sha256 = $1)");
        command.Parameters.Add(Parameter.Of(sha256));
        return (bool)(await command.ExecuteScalarAsync(cancellation))!;
    }

    private static byte[] Compress(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, new BrotliCompressionOptions { Quality = 1 }))
        {
            brotli.Write(bytes);
        }

        return packed.ToArray();
    }
}
