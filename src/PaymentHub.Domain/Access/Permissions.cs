namespace PaymentHub.Domain.Access;

/// <summary>
/// The actions that a person may be permitted. Each constant is also the name of the authorisation policy of the web
/// and of the API, so that a page, an endpoint and this table cannot drift apart.
/// </summary>
public static class Permissions
{
    public const string RegisterView = "register.view";
    public const string RegisterImport = "register.import";

    /// <summary>Recording signed decisions: suspend, resume, end, annul, recover, move.</summary>
    public const string EntitlementsDecide = "entitlements.decide";

    /// <summary>Proposing another account or payee outside an import.</summary>
    public const string RegisterChange = "register.change";

    /// <summary>Confirming or declining what another person proposed.</summary>
    public const string RegisterConfirm = "register.confirm";

    /// <summary>Reading data of the register for another agency; every reading is logged with its purpose.</summary>
    public const string RegisterShare = "register.share";

    public const string RunsView = "runs.view";
    public const string RunsPlan = "runs.plan";

    /// <summary>Printing official lists with full names and accounts; each is logged with its reason.</summary>
    public const string ListsPrint = "lists.print";
    public const string BatchesView = "batches.view";
    public const string BatchesSubmit = "batches.submit";
    public const string BatchesApprove = "batches.approve";
    public const string BatchesRelease = "batches.release";
    public const string BatchesHold = "batches.hold";
    public const string BatchesReissue = "batches.reissue";
    public const string PaymentsView = "payments.view";
    public const string FilesView = "files.view";
    public const string FilesReceive = "files.receive";

    /// <summary>Posting or refusing a held file of an institution.</summary>
    public const string FilesDecide = "files.decide";

    /// <summary>Sending a file again, asking where it is, asking it back; each takes two people.</summary>
    public const string FilesSend = "files.send";

    /// <summary>Partner banks: what was agreed, channels, keys, certification.</summary>
    public const string BanksView = "banks.view";

    /// <summary>Onboarding a bank, changing what was agreed, proposing accounts, channels and keys.</summary>
    public const string BanksManage = "banks.manage";

    /// <summary>Agreeing, as the second person, to what somebody proposed of a bank.</summary>
    public const string BanksConfirm = "banks.confirm";

    /// <summary>The pages of a bank's own people, and the certification of their bank.</summary>
    public const string BankPortal = "bank.portal";
    public const string BreaksView = "breaks.view";
    public const string BreaksResolve = "breaks.resolve";

    /// <summary>Agreeing as the second person with how a break was explained, or declining it.</summary>
    public const string BreaksConfirm = "breaks.confirm";
    public const string CasesView = "cases.view";
    public const string CasesDecide = "cases.decide";

    /// <summary>Running the misuse detectors over a period.</summary>
    public const string CasesScreen = "cases.screen";

    /// <summary>Tie-out, identities and trial balance of a period.</summary>
    public const string LedgerView = "ledger.view";

    /// <summary>Shutting, signing and opening the books of a month.</summary>
    public const string LedgerClose = "ledger.close";

    /// <summary>The full history of a person, account, officer, batch or file.</summary>
    public const string AuditView = "audit.view";

    /// <summary>Replaying all events and comparing them with the tables.</summary>
    public const string AuditVerify = "audit.verify";

    /// <summary>Granting and revoking roles, creating and disabling users.</summary>
    public const string AccessManage = "access.manage";

    /// <summary>Setting the story clock; it exists only in the demo profile.</summary>
    public const string ClockSet = "clock.set";

    private static readonly string[] PlannerMay =
    [
        RegisterView, RegisterImport, RegisterChange, EntitlementsDecide, RunsView, RunsPlan, ListsPrint,
        BatchesView, BatchesSubmit, BatchesHold, BatchesReissue, PaymentsView, LedgerView, CasesScreen,
    ];

    private static readonly string[] ApproverMay =
    [
        RegisterView, RegisterConfirm, RunsView, BatchesView, BatchesApprove, BatchesHold, PaymentsView, LedgerView,
        LedgerClose, CasesView,
    ];

    private static readonly string[] TreasurerMay =
    [
        RunsView, ListsPrint, BatchesView, BatchesRelease, BatchesHold, PaymentsView, FilesView, FilesDecide,
        FilesSend, BanksView, BanksConfirm, LedgerView, LedgerClose, BreaksView, BreaksConfirm,
    ];

    private static readonly string[] ReconcilerMay =
    [
        RunsView, BatchesView, PaymentsView, FilesView, FilesReceive, FilesDecide, FilesSend, BanksView, BreaksView,
        BreaksResolve, BreaksConfirm, LedgerView, LedgerClose,
    ];

    private static readonly string[] InspectorMay =
    [
        RegisterView, RunsView, BatchesView, PaymentsView, FilesView, BanksView, BreaksView, CasesView,
        CasesDecide, CasesScreen, LedgerView, AuditView, AuditVerify,
    ];

    /// <summary>Every permission, in ordinal order.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Enum.GetValues<Role>().SelectMany(Of).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>What a role may do, within the scope of its grant.</summary>
    public static IReadOnlyList<string> Of(Role role) => role switch
    {
        Role.Planner => PlannerMay,
        Role.Approver => ApproverMay,
        Role.Treasurer => TreasurerMay,
        Role.Reconciler => ReconcilerMay,
        Role.Bank => [FilesView, FilesReceive, BankPortal],
        Role.Inspector => InspectorMay,
        Role.Administrator => [AccessManage, BanksView, BanksManage, ClockSet],
        Role.Agency => [RegisterShare],
        _ => [],
    };
}
