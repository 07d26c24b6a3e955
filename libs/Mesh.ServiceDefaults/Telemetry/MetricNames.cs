namespace Mesh.ServiceDefaults.Telemetry;

/// <summary>
/// What the mesh measures, in the words that serving engines of this field use (stage_gen_time, request_queue_wait,
/// stage_waiting_requests, diffusion_exec, transfer) and OpenTelemetry's form: dots, the unit apart.
/// </summary>
public static class MetricNames
{
    /// <summary>Histogram, s: from the submission of an edit to its end; GenAI semantic conventions.</summary>
    public const string RequestDuration = "gen_ai.server.request.duration";

    /// <summary>Counter, {edit}: edits that ended, by state.</summary>
    public const string Edits = "mesh.edits";

    /// <summary>Counter, {edit}: cancellations that were asked for.</summary>
    public const string Cancellations = "mesh.edit_cancellations";

    /// <summary>Gauge, {edit}: edits that wait for their first stage, by priority.</summary>
    public const string WaitingRequests = "mesh.waiting_requests";

    /// <summary>Histogram, s: from the sending of a stage's message to its start.</summary>
    public const string QueueWait = "mesh.request_queue_wait";

    /// <summary>Histogram, s: one run of a stage, whatever its outcome.</summary>
    public const string StageTime = "mesh.stage_gen_time";

    /// <summary>Up-down counter, {edit}: runs of a stage under way.</summary>
    public const string StageRunning = "mesh.stage_running_requests";

    /// <summary>Counter, {attempt}: runs of a stage after the first.</summary>
    public const string Retries = "mesh.stage_retries";

    /// <summary>Counter, {step}: denoising steps; its rate is steps per second.</summary>
    public const string Steps = "mesh.diffusion_steps";

    /// <summary>Histogram, s: one denoising step.</summary>
    public const string StepTime = "mesh.diffusion_exec";

    /// <summary>Histogram, {clip}: clips that a denoising step computes together.</summary>
    public const string Batch = "mesh.diffusion_batch_size";

    /// <summary>Counter, By: artifact bytes, by direction.</summary>
    public const string TransferBytes = "mesh.transfer";

    /// <summary>Histogram, s: one artifact read or written, by direction.</summary>
    public const string TransferTime = "mesh.transfer_time";

    /// <summary>Histogram, s: one run of an operator of the curation, by operator.</summary>
    public const string CurationTime = "mesh.curation_operator_time";

    /// <summary>Counter, {sample}: samples a curation made, kept or dropped.</summary>
    public const string CurationSamples = "mesh.curation_samples";

    /// <summary>Counter, {drop}: films, shots and samples left out, by operator and reason.</summary>
    public const string CurationDrops = "mesh.curation_drops";

    /// <summary>Up-down counter, {film}: films that are worked on, by step.</summary>
    public const string CurationRunning = "mesh.curation_running_films";

    /// <summary>Counter, {step}: optimizer steps of a training run.</summary>
    public const string TrainerSteps = "mesh.trainer.steps";

    /// <summary>Counter, {step}: optimizer steps that were not taken, for a loss that no step should follow.</summary>
    public const string TrainerSkipped = "mesh.trainer.skipped";

    /// <summary>Counter, {token}: tokens that were learned from, over all ranks.</summary>
    public const string TrainerTokens = "mesh.trainer.tokens";

    /// <summary>Counter, {operation}: operations of the network; its rate over the devices' peak is the MFU.</summary>
    public const string TrainerOperations = "mesh.trainer.operations";

    /// <summary>Counter, s: time of rank 0, by part of a step.</summary>
    public const string TrainerTime = "mesh.trainer.time";

    /// <summary>Gauge: loss of the last step.</summary>
    public const string TrainerLoss = "mesh.trainer.loss";

    /// <summary>Gauge: norm of the gradient of the last step, before clipping.</summary>
    public const string TrainerGradNorm = "mesh.trainer.grad_norm";

    /// <summary>Gauge, By: tensors of rank 0 on the CPU.</summary>
    public const string TrainerMemory = "mesh.trainer.memory";

    /// <summary>Gauge, By: memory of a GPU, used and in total.</summary>
    public const string GpuMemory = "mesh.gpu_memory";
}
