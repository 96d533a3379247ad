using NodaTime;
using Npgsql;
using PaymentHub.Access;
using PaymentHub.BankExchange.Delivery;
using PaymentHub.Batches;
using PaymentHub.Domain.Access;
using PaymentHub.Domain.BankExchange;
using PaymentHub.Domain.Batches;
using PaymentHub.Storage;
using PaymentHub.Web;

namespace PaymentHub.BankExchange;

/// <summary>
/// A file out. Status: Produced (waits), Sending, Failed, Unknown, Delivered, Acknowledged (also by what the bank told
/// of its payments) or Declined.
/// </summary>
public sealed record FileItem(
    string MessageId, string Kind, string Institution, string FileName, string Sha256, int Payments, long Amount,
    string Status, string Period, Instant At, string? CoversMessageId, string Format);

/// <summary>What a list of files out is limited to; a null part does not limit.</summary>
public sealed record FileFilter(
    YearMonth? Period = null, string? Institution = null, string? MessageId = null, string? NameOrHash = null);

/// <summary>The files of a period, by institution and kind.</summary>
public sealed record FileList(IReadOnlyList<FileItem> Items);

/// <summary>Files out: the list, and the bytes for the institution that they are for.</summary>
public sealed class ReadFiles : IUseCase
{
    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/files", ListAsync).RequirePermission(Permissions.FilesView).WithTags("Files")
            .Answers<FileList>("ListFiles");
        api.MapGet("/files/{messageId}/content", ContentAsync).RequirePermission(
            Permissions.FilesView).WithTags("Files").AnswersFile(
            "GetFileContent", "application/xml", TableFile.CsvType, TableFile.XlsxType, "text/plain");
    }

    /// <summary>The files of a period that the user's institution may collect, or all for staff.</summary>
    /// <remarks>Danh sách tệp lệnh chi của kỳ.</remarks>
    public static async Task<IResult> ListAsync(
        string period, CurrentUser user, NpgsqlDataSource source, CancellationToken cancellation)
    {
        if (!PeriodIso.TryParse(period, out var month)) return PeriodProblem.Result;
        return Results.Ok(new FileList(await QueryAsync(source, user, new(month), cancellation)));
    }

    /// <summary>The file's bytes; a bank's own download is recorded as its delivery.</summary>
    /// <remarks>Nội dung tệp lệnh chi; lần tải của ngân hàng được ghi nhận là đã giao.</remarks>
    public static async Task<IResult> ContentAsync(
        string messageId, CurrentUser user, NpgsqlDataSource source, RawFiles files, ActOnDelivery act,
        CancellationToken cancellation)
    {
        var file = (await QueryAsync(source, user, new(MessageId: messageId), cancellation)).SingleOrDefault();
        if (file is null) return Problems.NotFound("tệp này", "such file");
        var bytes = await files.ReadAsync(file.Sha256, cancellation);
        if (bytes is null) return Problems.NotFound("nội dung tệp", "content of this file");
        if (user.Roles.Contains(Role.Bank)) await act.CollectAsync(messageId, cancellation);
        return Results.File(bytes, TypeOf(file.FileName), file.FileName);
    }

    /// <summary>
    /// The files that the user may see. A file holds the people of all its communes, so a scope of communes shows only
    /// those that lie in it entirely; an advance is as wide as the pay list that it covers.
    /// </summary>
    public static async Task<List<FileItem>> QueryAsync(
        NpgsqlDataSource source, CurrentUser user, FileFilter filter, CancellationToken cancellation)
    {
        await using var command = source.CreateCommand(Query);
        command.Parameters.Add(Parameter.Of(filter.Period));
        command.Parameters.Add(Parameter.Of(filter.MessageId));
        command.Parameters.Add(Parameter.Of(user.InstitutionFilter(Permissions.FilesView)));
        command.Parameters.Add(Parameter.Of(user.CommuneFilter(Permissions.FilesView)));
        command.Parameters.Add(Parameter.Of(filter.Institution));
        command.Parameters.Add(Parameter.Of(filter.NameOrHash));
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var items = new List<FileItem>();
        while (await reader.ReadAsync(cancellation))
        {
            items.Add(new FileItem(
                reader.GetString(0), KindOf(reader.GetString(1)), reader.GetString(2), reader.GetString(3),
                reader.GetString(4), reader.GetInt32(5), reader.GetInt64(6),
                reader.GetString(7),
                PeriodIso.Format(reader.GetFieldValue<LocalDate>(8).ToYearMonth()), reader.GetFieldValue<Instant>(9),
                reader.IsDBNull(10) ? null : reader.GetString(10), reader.GetString(11)));
        }

        return items;
    }

    private const string Query = $"""
        select f.message_id, f.kind, f.institution, f.file_name, f.sha256, f.count, f.amount,
               case when d.state not in ('Acknowledged', 'Declined') and ({DeliveryEvidence.ToldOf}) is not null
                    then 'Acknowledged' else d.state end,
               f.period, f.at, f.covers_message_id,
               coalesce(f.format, case f.kind when 'PayList' then 'csv' else 'pain.001.001.09' end)
        from hub.instruction_file f
        cross join lateral (select coalesce((
            select s.state from hub.file_delivery_step s where s.message_id = f.message_id and s.state is not null
            order by s.version desc limit 1), 'Produced') as state) d
        where ($1::date is null or f.period = $1) and ($2::text is null or f.message_id = $2)
          and ($3::text[] is null or f.institution = any($3))
          and ($4::text[] is null or not exists (
                select from hub.batch_step s join hub.batch b on b.batch_id = s.batch_id
                where s.message_id = coalesce(f.covers_message_id, f.message_id) and b.commune <> all($4)))
          and ($5::text is null or f.institution = $5)
          and ($6::text is null or f.sha256 = lower($6) or lower(f.file_name) = lower($6))
        order by f.institution, f.kind, f.message_id
        """;

    internal static string TypeOf(string fileName) => Path.GetExtension(fileName) switch
    {
        ".xml" => "application/xml",
        ".xlsx" => TableFile.XlsxType,
        ".csv" => TableFile.CsvType,
        _ => "text/plain",
    };

    private static string KindOf(string kind) => kind switch
    {
        nameof(InstructionKind.PayList) => "PAYLIST",
        nameof(InstructionKind.Advance) => "ADVANCE",
        nameof(InstructionKind.Recall) => "RECALL",
        _ => "PAIN001",
    };
}
