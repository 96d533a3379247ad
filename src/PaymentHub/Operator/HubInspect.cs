using System.IO.Enumeration;
using PaymentHub.BankFormats.Incoming;
using PaymentHub.Reference;

namespace PaymentHub.Operator;

/// <summary>
/// <c>hub inspect</c>: judges files of banks without changing anything. Needs neither a database nor the service nor a
/// user, so a bank's engineer can run it anywhere.
/// </summary>
internal static class HubInspect
{
    public const string Name = "inspect";
    public const string Usage = "FILE|FOLDER [--profile strict|tolerant|BANK] [--format auto|…] [--json]";
    public const string Vietnamese = "Đọc thử tệp của ngân hàng; không cần dịch vụ, không thay đổi gì.";
    public const string English = "Tries files of a bank; needs no service and changes nothing.";

    private const int Unreadable = 1;

    private static readonly string[] Options = ["--profile", "--format"];

    /// <returns>0 once every file was judged, whatever the verdict; 1 where one cannot be read.</returns>
    public static int Run(HubArguments arguments)
    {
        if (arguments.Words.Count == 0) throw new UsageException($"Thiếu tệp. / A file is missing. {Call}");
        if (arguments.Names.FirstOrDefault(n => !Options.Contains(n)) is { } unknown)
            throw new UsageException($"Không có tùy chọn {unknown}. / There is no option {unknown}. {Call}");
        var options = OptionsOf(arguments);
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        var exit = 0;
        foreach (var path in arguments.Words.SelectMany(FilesIn))
        {
            try
            {
                var found = FileKind.IsOfBytes(path)
                    ? InspectFile(path, options)
                    : Inspection.Unreadable("không phải tệp thường / not a regular file");
                output.WriteLine(arguments.WantsJson ? InspectionJson.Line(path, found) : ForPeople(path, found));
            }
            catch (Exception error)
            {
                // One file that cannot be read must not hide what is wrong with the others: it has its line too.
                Console.Error.WriteLine($"{path}: không đọc được / cannot be read ({error.Message})");
                if (arguments.WantsJson)
                    output.WriteLine(InspectionJson.Line(path, Inspection.Unreadable(error.Message)));
                exit = Unreadable;
            }
        }

        return exit;
    }

    /// <summary>The call as help shows it.</summary>
    public static string Call => $"ops/hub {Name} {Usage}";

    private static InspectionOptions OptionsOf(HubArguments arguments)
    {
        var profile = arguments.Option("--profile") ?? "tolerant";
        var options = BankTableProfiles.OptionsForTrying(profile)
            ?? throw new UsageException($"Không có hồ sơ {profile}. / There is no profile {profile}. {Call}");
        return options with { Format = arguments.Option("--format") ?? InspectionOptions.Auto };
    }

    // By path in ordinal order, so that two runs can be compared line by line.
    private static IEnumerable<string> FilesIn(string path)
    {
        if (File.Exists(path)) return [path];
        if (!Directory.Exists(path))
            throw new UsageException($"Không có tệp hay thư mục {path}. / There is no file or folder {path}.");
        var everything = new FileSystemEnumerable<string>(
            path, (ref entry) => entry.ToSpecifiedFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            // A link to a folder may lead in a circle.
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        return everything.Order(StringComparer.Ordinal);
    }

    private static Inspection InspectFile(string path, InspectionOptions options)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1);
        return FileInspector.Inspect(file, options);
    }

    private static string ForPeople(string path, Inspection found)
    {
        var text = $"{path}: {InspectionJson.VerdictOf(found.Outcome)} {string.Join(' ', found.Outcome.Reasons)}\n"
            + $"  {found.Format}; {found.Statements} sổ phụ, {found.Entries} bút toán; có {found.CreditSum}, "
            + $"nợ {found.DebitSum}";
        foreach (var account in found.Accounts)
        {
            text += $"\n  {account.Account} {account.StatementId} {account.Sequence}: {account.Opening} → "
                + $"{account.Closing} {account.Currency}, {account.Entries} bút toán";
        }

        foreach (var f in found.Outcome.Findings)
        {
            text += $"\n  dòng {f.Line} {f.Where} {f.Rule}: {f.TextVi}\n    {f.TextEn}";
        }

        return text;
    }
}
