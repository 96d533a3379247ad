using NodaTime;
using Npgsql;
using PaymentHub.BankExchange.Partners;
using PaymentHub.Domain;
using PaymentHub.Storage;

namespace PaymentHub.BankExchange.Channels;

/// <summary>How far an upload is; FileId is the file that it became, Step the step of a certification.</summary>
public sealed record UploadState(
    Guid UploadId, string FileName, long Size, string Sha256, long Offset, Guid? FileId, string? Step);

/// <summary>The bytes that came are not the ones that were announced.</summary>
public sealed record UploadHashDiffers(string Found) : Refusal(
    "upload-hash-differs", $"Nội dung nhận được có SHA-256 {Found}, khác với mã đã khai. Hãy tải lên lại.",
    $"What arrived has the SHA-256 {Found}, which is not the announced one. Upload it again.");

/// <summary>Bytes are missing yet.</summary>
public sealed record UploadIncomplete(long Offset, long Size) : Refusal(
    "upload-incomplete", $"Mới nhận {Offset} trong {Size} byte.", $"{Offset} of {Size} bytes arrived so far.");

/// <summary>The bank has begun too many files and finished none of them.</summary>
public sealed record TooManyUploads() : Refusal(
    "too-many-uploads", "Quá nhiều tệp đang tải dở; hãy hoàn tất hoặc chờ một ngày.",
    "Too many uploads are unfinished; finish them or wait a day.");

/// <summary>The bank is in test mode, and the file's name begins with no step of its certification.</summary>
public sealed record FileNotTaken() : Refusal(
    "file-not-taken",
    "Đối tác đang ở chế độ kiểm thử: tên tệp phải bắt đầu bằng mã bước kiểm thử, ví dụ TRUNCATED-…",
    "The bank is in test mode: the file's name has to begin with a step of the certification, such as TRUNCATED-…");

/// <summary>What came of an announcement: a new upload, the same again, or none: the key was used otherwise.</summary>
public readonly record struct BegunUpload(UploadState? State, bool IsNew, Refusal? Refusal);

/// <summary>Files of banks that arrive in parts; an interrupted one goes on where it stopped.</summary>
public sealed class BankUploads(
    NpgsqlDataSource source, ChannelInbox inbox, PartnerBanks banks, IClock clock)
{
    /// <summary>Bytes that one part may have.</summary>
    public const int LongestPart = 16 * 1024 * 1024;

    private const int MostOpen = 50;
    private const string Columns = "upload_id, file_name, size, sha256, received, file_id, step";

    /// <summary>Begins an upload; the same key with the same announcement is the same upload.</summary>
    public async Task<BegunUpload> BeginAsync(
        string institution, string key, string fileName, long size, string sha256, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        var now = clock.GetCurrentInstant();
        await ExecuteAsync(
            connection, "delete from hub.bank_upload where file_id is null and step is null and created_at < $1",
            cancellation, now - Duration.FromDays(1));
        await using (var open = new NpgsqlCommand(
            "select count(*) from hub.bank_upload where institution = $1 and file_id is null and step is null",
            connection)
        { Parameters = { Parameter.Of(institution) } })
        {
            if ((long)(await open.ExecuteScalarAsync(cancellation))! >= MostOpen)
                return new(null, false, new TooManyUploads());
        }

        var made = await ExecuteAsync(
            connection,
            """
            insert into hub.bank_upload (upload_id, institution, file_name, size, sha256, idempotency_key, created_at)
            values ($1, $2, $3, $4, $5, $6, $7) on conflict (institution, idempotency_key) do nothing
            """,
            cancellation, Guid.CreateVersion7(), institution, fileName, size, sha256, key, now);
        await using var command = new NpgsqlCommand(
            $"select {Columns} from hub.bank_upload where institution = $1 and idempotency_key = $2", connection)
        {
            Parameters = { Parameter.Of(institution), Parameter.Of(key) },
        };
        var state = (await ReadAsync(command, cancellation))!;
        var isSame = state.FileName == fileName && state.Size == size && state.Sha256 == sha256;
        return new BegunUpload(isSame ? state : null, made == 1, null);
    }

    /// <summary>The upload, or null where this bank has none such.</summary>
    public async Task<UploadState?> FindAsync(string institution, Guid uploadId, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(
            $"select {Columns} from hub.bank_upload where upload_id = $1 and institution = $2");
        command.Parameters.Add(Parameter.Of(uploadId));
        command.Parameters.Add(Parameter.Of(institution));
        return await ReadAsync(command, cancellation);
    }

    /// <summary>
    /// Adds a part at its place; only the place where the last part ended is taken, so nothing is there twice.
    /// </summary>
    /// <returns>The upload after it; unchanged where the place was another.</returns>
    public async Task<(UploadState? State, bool IsTaken)> AppendAsync(
        string institution, Guid uploadId, long offset, byte[] part, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var grown = await ExecuteAsync(
            connection,
            """
            update hub.bank_upload set received = received + $4
            where upload_id = $1 and institution = $2 and received = $3 and received + $4 <= size
              and file_id is null and step is null
            """,
            cancellation, uploadId, institution, offset, (long)part.Length);
        if (grown == 1)
        {
            await ExecuteAsync(
                connection, "insert into hub.bank_upload_part (upload_id, part_offset, content) values ($1, $2, $3)",
                cancellation, uploadId, offset, part);
            await transaction.CommitAsync(cancellation);
        }

        return (await FindAsync(institution, uploadId, cancellation), grown == 1);
    }

    /// <summary>
    /// Ends an upload: its bytes are checked against the announced hash and go to the gates like any other file. Again
    /// it gives the same answer.
    /// </summary>
    public async Task<(UploadState? State, Refusal? Refusal)> CommitAsync(
        string institution, Guid uploadId, CancellationToken cancellation)
    {
        var state = await FindAsync(institution, uploadId, cancellation);
        if (state is null || state.FileId is not null || state.Step is not null) return (state, null);
        if (state.Offset != state.Size) return (state, new UploadIncomplete(state.Offset, state.Size));
        using var content = await ContentAsync(state, cancellation);
        var hash = await content.HashAsync(cancellation);
        if (hash != state.Sha256)
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            await ExecuteAsync(
                connection, "delete from hub.bank_upload where upload_id = $1", cancellation, uploadId);
            return (state, new UploadHashDiffers(hash));
        }

        if (await banks.FindAsync(institution, cancellation) is not { } bank) return (null, null);
        var taken = await inbox.TakeAsync(bank, state.FileName, content, cancellation);
        if (!taken.IsStored) return (state, new FileNotTaken());
        await KeepAnswerAsync(uploadId, taken, cancellation);
        return (state with { FileId = taken.FileId, Step = taken.Step }, null);
    }

    // The file is kept by its hash, so the parts are of no more use; the row stays for the key's sake.
    private async Task KeepAnswerAsync(Guid uploadId, TakenFile taken, CancellationToken cancellation)
    {
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(
            connection, "update hub.bank_upload set file_id = $2, step = $3 where upload_id = $1", cancellation,
            uploadId, taken.FileId, taken.Step);
        await ExecuteAsync(
            connection, "delete from hub.bank_upload_part where upload_id = $1", cancellation, uploadId);
        await transaction.CommitAsync(cancellation);
    }

    private Task<FileContent> ContentAsync(UploadState state, CancellationToken cancellation) =>
        FileContent.ReceivedAsync(async to =>
        {
            await using var command = source.CreateCommand(
                "select content from hub.bank_upload_part where upload_id = $1 order by part_offset");
            command.Parameters.Add(Parameter.Of(state.UploadId));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                await to.WriteAsync(reader.GetFieldValue<byte[]>(0), cancellation);
        });

    private static async Task<UploadState?> ReadAsync(NpgsqlCommand command, CancellationToken cancellation)
    {
        await using var r = await command.ExecuteReaderAsync(cancellation);
        if (!await r.ReadAsync(cancellation)) return null;
        return new UploadState(
            r.GetGuid(0), r.GetString(1), r.GetInt64(2), r.GetString(3), r.GetInt64(4),
            r.IsDBNull(5) ? null : r.GetGuid(5), r.IsDBNull(6) ? null : r.GetString(6));
    }

    private static async Task<int> ExecuteAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellation, params object?[] values)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values) command.Parameters.Add(new() { Value = value ?? DBNull.Value });
        return await command.ExecuteNonQueryAsync(cancellation);
    }
}
